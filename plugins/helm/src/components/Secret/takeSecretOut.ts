import { isMap, isScalar, parseDocument } from 'yaml';

/** A secret that was found in values. */
export interface FoundSecret {
  /** Keys from the top. */
  path: string[];
  /** What to call it in a Secret. */
  key: string;
  value: string;
}

/** `values.a.b\.c` names the path a, b.c */
export function pathOfField(field: string | undefined): string[] | undefined {
  const dotted = /^values\.(.+)$/s.exec(field ?? '')?.[1];
  return dotted
    ?.match(/(?:\\.|[^.\\])+/gs)
    ?.map(part => part.replace(/\\(.)/gs, '$1'));
}

/** The secret that the server refused, as it stands in the text. */
export function findSecret(
  yaml: string,
  field: string | undefined,
): FoundSecret | undefined {
  const path = pathOfField(field);
  const document = parseDocument(yaml, { logLevel: 'silent' });
  if (!path || document.errors.length > 0 || !isMap(document.contents)) {
    return undefined;
  }
  const node = document.getIn(stepsOf(path), true);
  return isScalar(node)
    ? { path, key: keyOf(path), value: String(node.source ?? node.value) }
    : undefined;
}

/** The text without it, and without the maps that it leaves empty. */
export function takeSecretOut(yaml: string, path: string[]): string {
  const document = parseDocument(yaml, { logLevel: 'silent' });
  for (let length = path.length; length > 0; length -= 1) {
    const steps = stepsOf(path.slice(0, length));
    const node = document.getIn(steps, true);
    const isLeft = length < path.length && !(isMap(node) && !node.items.length);
    if (isLeft) {
      break;
    }
    document.deleteIn(steps);
  }
  const isEmpty = isMap(document.contents) && !document.contents.items.length;
  return isEmpty ? '' : document.toString({ lineWidth: 0 });
}

/** Places in lists are numbers. */
function stepsOf(path: string[]): (string | number)[] {
  return path.map(part => (/^\d+$/.test(part) ? Number(part) : part));
}

/** The last part that is no place in a list, with what a Secret's key may hold. */
function keyOf(path: string[]): string {
  const named = path.filter(part => !/^\d+$/.test(part));
  const last = named.at(-1) === 'value' ? named.at(-2) : named.at(-1);
  return (last ?? 'secret').replace(/[^-._a-zA-Z0-9]/g, '-').slice(0, 253);
}
