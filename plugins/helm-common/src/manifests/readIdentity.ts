import { hasForeignBreak } from '../values/foreignBreak';
import { resolveScalar } from '../values/resolveScalar';
import type { ObjectIdentity } from './parseManifest';

/** Plain or quoted text that means the same to any YAML reader. */
const simple = /^(?:([A-Za-z][-\w./:]*)|"([A-Za-z][-\w./:]*)")\s*(?:#.*)?$/;

function simpleText(text: string | undefined): string | undefined {
  const match = text === undefined ? null : simple.exec(text.trim());
  const plain = match?.[1];
  if (plain !== undefined) {
    return resolveScalar(plain) === plain && !plain.endsWith(':')
      ? plain
      : undefined;
  }
  return match?.[2];
}

/** A list, whatever its kind, or a key that is not written plainly. */
const unclear = /^(?:items\s*:|["'?<&*!{[])/;

/** Texts after `key:` at one indentation; several when the key is repeated. */
function textsOf(lines: readonly string[], indent: string, key: string) {
  const start = `${indent}${key}:`;
  return lines
    .filter(line => line.startsWith(start))
    .map(line => line.slice(start.length));
}

/**
 * Who the object of a rendered document is, without reading the rest of it:
 * what most charts render, block style and simple names. Undefined when the
 * document has to be read in full.
 */
export function readIdentity(source: string): ObjectIdentity | undefined {
  const lines = source.split('\n');
  const [apiVersion, ...moreVersions] = textsOf(lines, '', 'apiVersion');
  const [kindText, ...moreKinds] = textsOf(lines, '', 'kind');
  const [opening, ...moreMetadata] = textsOf(lines, '', 'metadata');
  const isPlain =
    moreVersions.length + moreKinds.length + moreMetadata.length === 0 &&
    opening?.trim() === '' &&
    !lines.some(line => unclear.test(line)) &&
    !hasForeignBreak(source);
  if (!isPlain) {
    return undefined;
  }
  const start = lines.findIndex(line => line.startsWith('metadata:')) + 1;
  const length = lines.slice(start).findIndex(line => /^\S/.test(line));
  const block = lines.slice(start, length < 0 ? undefined : start + length);
  const indent = /^ +/.exec(block.find(line => /^ +[^\s#]/.test(line)) ?? '');
  if (!indent) {
    return undefined;
  }
  const names = textsOf(block, indent[0], 'name');
  const namespaces = textsOf(block, indent[0], 'namespace');
  const version = simpleText(apiVersion);
  const kind = simpleText(kindText);
  const name = simpleText(names[0]);
  const namespace = simpleText(namespaces[0]);
  const isClear =
    names.length === 1 &&
    namespaces.length <= 1 &&
    (namespaces.length === 0 || namespace !== undefined) &&
    // A merge or an anchor may bring further keys.
    !block.some(line => /^\s*(<<|&|\*)/.test(line));
  return isClear && version && kind && name
    ? { apiVersion: version, kind, name, namespace }
    : undefined;
}
