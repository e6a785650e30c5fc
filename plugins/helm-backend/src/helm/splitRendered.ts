import {
  parseManifest,
  splitManifest,
  type ManifestObject,
} from '@backstage-helm/plugin-helm-common';

/** A hook and when it runs. */
export interface RenderedHook {
  object: ManifestObject;
  /** `pre-upgrade`, `test`, … */
  events: string[];
}

/** What `helm template` printed, in Helm's own parts. Not redacted. */
export interface RenderedRelease {
  /** Objects that become the release's manifest. */
  manifest: string;
  /** Hooks, which Helm keeps apart. */
  hooksManifest: string;
  objects: ManifestObject[];
  hooks: RenderedHook[];
  /** From `crds/`: made once by an install, in no manifest. */
  crds: ManifestObject[];
  /** Documents that are no Kubernetes object, with the reason. */
  unreadable: { text: string; problem: string }[];
}

/** What Helm writes first; anything after it is the chart's own text. */
const sourceLine = /^\s*# Source: ([^\n]*)/;
/** `web/crds/…`, `web/charts/sub/crds/…`; not `web/templates/crds/…`. */
const inCrds = /^(?:[^/]+\/(?:charts\/[^/]+\/)*)?crds\//;
const HOOK = 'helm.sh/hook';

function hookEvents(object: ManifestObject): string[] {
  const { metadata } = object.object;
  const annotations = Object(Object(metadata).annotations);
  const text = annotations[HOOK];
  return typeof text === 'string'
    ? text
        .split(',')
        .map(event => event.trim())
        .filter(Boolean)
    : [];
}

/** Takes the output of `helm template --include-crds` apart. */
export function splitRendered(output: string): RenderedRelease {
  const rendered: RenderedRelease = {
    manifest: '',
    hooksManifest: '',
    objects: [],
    hooks: [],
    crds: [],
    unreadable: [],
  };
  // Only a file below crds/ holds further documents without this line.
  let source = '';
  for (const document of splitManifest(output)) {
    source = sourceLine.exec(document)?.[1] ?? source;
    const { objects, unreadable } = parseManifest(document);
    rendered.unreadable.push(...unreadable);
    const isCrd = inCrds.test(source);
    const hooks = objects
      .map(object => ({ object, events: hookEvents(object) }))
      .filter(({ events }) => events.length > 0);
    if (isCrd) {
      rendered.crds.push(...objects);
    } else if (hooks.length > 0) {
      rendered.hooksManifest += `---\n${document}\n`;
      rendered.hooks.push(...hooks);
    } else {
      rendered.manifest += `---\n${document}\n`;
      rendered.objects.push(...objects);
    }
  }
  return rendered;
}
