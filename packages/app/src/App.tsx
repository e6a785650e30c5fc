import { createApp } from '@backstage/frontend-defaults';
import { navModule } from './nav';
import { signInModule } from './signIn';

/**
 * The portal. Its plugins are the frontend plugins among this package's
 * dependencies (`app.packages` in app-config.yaml).
 */
export default createApp({ features: [navModule, signInModule] });
