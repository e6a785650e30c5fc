import { posix } from 'node:path';
import { resolveDeclaredPath } from '@backstage-helm/plugin-helm-common';
import type { EntityDeclaration } from './EntityDeclaration';
import type { ValuesLayer } from './ValuesLayer';
import type { WorkspaceFiles } from './WorkspaceFiles';

/** Where the entity's annotations say that values are. */
export interface DeclaredValues {
  declaration: EntityDeclaration;
  files: WorkspaceFiles;
  /** Path of the catalog file: others are relative to it. */
  catalogFile: string;
}

/** Paths that an annotation names, one or several. */
export function pathsOf(value: string): string[] {
  return value
    .split(/[,\n]/)
    .map(path => path.trim())
    .filter(Boolean);
}

/** Whether a `values` annotation is YAML in place instead of paths. */
function isInline(value: string): boolean {
  return value.startsWith('{') || /:(\s|$)/m.test(value);
}

/**
 * Path, from the workspace's root, of the file that declared values are
 * written to: the last that is named, or a new one that is named from now on.
 */
export function valuesFile(
  { declaration, catalogFile }: DeclaredValues,
  environment?: string,
): string {
  const value = declaration.get('values', environment);
  const named = value && !isInline(value) ? pathsOf(value) : [];
  const path = named.at(-1) ?? newPath(declaration, environment);
  if (!named.length) {
    declaration.set('values', path, environment);
  }
  return resolveDeclaredPath(catalogFile, path, fieldOf(environment));
}

/** Beside the values that all environments share. */
function newPath(declaration: EntityDeclaration, environment?: string): string {
  const shared = declaration.get('values') ?? '';
  const beside =
    environment && shared && !isInline(shared)
      ? posix.dirname(pathsOf(shared)[0])
      : 'deploy';
  const file = environment ? `values.${environment}.yaml` : 'values.yaml';
  return posix.join(beside, file);
}

/** What an annotation of values holds, lowest layer first. */
export async function annotatedLayers(
  { declaration, files, catalogFile }: DeclaredValues,
  options: { environment?: string; isShared: boolean },
): Promise<(ValuesLayer & { write: (text: string) => Promise<void> })[]> {
  const { environment, isShared } = options;
  const field = fieldOf(environment);
  const value = declaration.get('values', environment);
  if (value === undefined) {
    return [];
  }
  if (isInline(value)) {
    return [
      {
        name: field,
        text: value,
        isShared,
        // With a line break at its end it stays a block of lines.
        write: async text =>
          declaration.set('values', `${text.trimEnd()}\n`, environment),
      },
    ];
  }
  return Promise.all(
    pathsOf(value).map(async path => {
      const file = resolveDeclaredPath(catalogFile, path, field);
      return {
        name: file,
        text: (await files.read(file)) ?? '',
        isShared,
        write: (text: string) => files.write(file, text),
      };
    }),
  );
}

function fieldOf(environment?: string): string {
  return `helm-release/values${environment ? `.${environment}` : ''}`;
}
