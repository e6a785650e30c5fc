import type {
  Finding,
  HelmProblem,
  ManifestObject,
} from '@backstage-helm/plugin-helm-common';

const containerLists: ReadonlySet<string> = new Set([
  'containers',
  'initContainers',
  'ephemeralContainers',
]);

/** Every image of every container, wherever a pod is written. */
export function imagesOf(objects: readonly ManifestObject[]): string[] {
  const images = new Set<string>();
  const walk = (value: unknown) => {
    if (Array.isArray(value)) {
      value.forEach(walk);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value)) {
        if (containerLists.has(key) && Array.isArray(child)) {
          for (const container of child) {
            const { image } = Object(container);
            if (typeof image === 'string') {
              images.add(image);
            }
          }
        }
        walk(child);
      }
    }
  };
  objects.forEach(({ object }) => walk(object.spec));
  return [...images].sort();
}

/**
 * Whether the same name may mean other content tomorrow. Digests do not; a tag
 * with a full version, a commit or a date is taken at its word.
 */
export function isFloatingImage(image: string): boolean {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) {
    return false;
  }
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  return !tag || !/\d+\.\d+\.\d+|^(sha-)?[0-9a-f]{7,64}$|\d{8}/.test(tag);
}

/** A floating image is to know, or in the way where images must be pinned. */
export function checkImages(
  objects: readonly ManifestObject[],
  images: 'any' | 'pinned',
): { findings: Finding[]; blockedBy: HelmProblem[] } {
  const floating = imagesOf(objects).filter(isFloatingImage);
  if (floating.length === 0) {
    return { findings: [], blockedBy: [] };
  }
  const list = floating.slice(0, 5).join(', ');
  const more = floating.length > 5 ? ` and ${floating.length - 5} more` : '';
  const message = `Floating image tags: ${list}${more}.`;
  const wayOut = 'Set an exact version or a digest in the values.';
  return images === 'pinned'
    ? {
        findings: [],
        blockedBy: [
          { code: 'IMAGE_NOT_PINNED', field: 'values', message, wayOut },
        ],
      }
    : {
        findings: [
          {
            level: 'know',
            code: 'IMAGE_NOT_PINNED',
            what: message,
            why: 'The same tag can mean other content at the next restart.',
            todo: wayOut,
          },
        ],
        blockedBy: [],
      };
}
