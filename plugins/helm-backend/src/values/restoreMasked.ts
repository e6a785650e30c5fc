import { HelmError } from '@backstage-helm/plugin-helm-common';
import { isMask } from '../redaction/SecretMasks';

const MASKS = /•{6}(\([a-z]+\))?/g;

type Tree = Record<string, unknown>;

function isMap(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Letters of masks differ from one redactor to the next. */
function sameShown(left: unknown, right: unknown): boolean {
  return (
    typeof left === 'string' &&
    typeof right === 'string' &&
    left.replace(MASKS, '•') === right.replace(MASKS, '•')
  );
}

/**
 * Puts back what a person was not shown. The editor's text carries masks where
 * secrets are; a masked text left as it is means "unchanged".
 *
 * @param wanted - values as sent
 * @param current - values in force, with their secrets
 * @param shown - the same, redacted
 * @throws HelmError SECRET_IN_VALUES for a mask where nothing secret was
 */
export function restoreMasked(wanted: Tree, current: Tree, shown: Tree): Tree {
  return restoreMap(wanted, current, shown, []);
}

function restoreMap(
  wanted: Tree,
  current: Tree,
  shown: Tree,
  path: string[],
): Tree {
  const at = (map: Tree, key: string) =>
    Object.hasOwn(map, key) ? map[key] : undefined;
  return Object.fromEntries(
    Object.entries(wanted).map(([key, value]) => [
      key,
      restore(value, at(current, key), at(shown, key), [...path, key]),
    ]),
  );
}

function restore(
  wanted: unknown,
  current: unknown,
  shown: unknown,
  path: string[],
): unknown {
  if (typeof wanted === 'string' && wanted.includes('••••••')) {
    const isScalar = current !== undefined && typeof current !== 'object';
    if (isScalar && (isMask(wanted) || sameShown(wanted, shown))) {
      return current;
    }
    const key = path.join('.');
    throw new HelmError({
      code: 'SECRET_IN_VALUES',
      field: `values.${key}`,
      message: `${key} holds a mask in the place of a secret.`,
      wayOut:
        'Leave the masked value as it was shown, or remove the key: its declared value then applies.',
    });
  }
  if (Array.isArray(wanted)) {
    const items = Array.isArray(current) ? current : [];
    const shownItems = Array.isArray(shown) ? shown : [];
    return wanted.map((item, index) =>
      restore(item, items[index], shownItems[index], [...path, String(index)]),
    );
  }
  return isMap(wanted)
    ? restoreMap(
        wanted,
        isMap(current) ? current : {},
        isMap(shown) ? shown : {},
        path,
      )
    : wanted;
}
