/** Scope of every span of the plugin. */
export const TRACER = 'backstage-plugin-helm';
