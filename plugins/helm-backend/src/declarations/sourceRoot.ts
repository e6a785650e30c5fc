import {
  ANNOTATION_LOCATION,
  parseLocationRef,
  type Entity,
} from '@backstage/catalog-model';
import {
  HelmError,
  resolveDeclaredPath,
} from '@backstage-helm/plugin-helm-common';

/** The repository and ref that an entity's catalog file is in. */
export interface SourceRoot {
  /** Path of the catalog file from the repository's root. */
  catalogFile: string;
  /** Address of a file by its path from the root. */
  urlOf(path: string): string;
}

/** Where the ref ends and the path begins, by the way hosts write it. */
const layouts = [
  // Gitea, Forgejo
  /^(\/.+\/(?:src|raw)\/(?:branch|tag|commit)\/[^/]+\/)(.+)$/,
  // GitLab
  /^(\/.+\/-\/(?:blob|tree|raw)\/[^/]+\/)(.+)$/,
  // GitHub, Bitbucket Cloud
  /^(\/[^/]+\/[^/]+\/(?:blob|tree|edit|raw|src)\/[^/]+\/)(.+)$/,
  // Bitbucket Server
  /^(\/projects\/[^/]+\/repos\/[^/]+\/(?:browse|raw)\/)(.+)$/,
];

/**
 * Where an entity's files may be read: the catalog's own record of where the
 * entity came from, never what its author can write (DESIGN §3).
 *
 * @throws HelmError FILE_UNREADABLE when the entity has no readable location.
 */
export function sourceRootOf(entity: Entity): SourceRoot {
  const location = entity.metadata.annotations?.[ANNOTATION_LOCATION];
  const { type, target } = location
    ? parseLocationRef(location)
    : { type: '', target: '' };
  if (type !== 'url' || !URL.canParse(target)) {
    throw new HelmError({
      code: 'FILE_UNREADABLE',
      field: ANNOTATION_LOCATION,
      message: `Files can't be read beside an entity from ${
        location ?? 'an unknown place'
      }.`,
      wayOut: 'Register the entity by a URL, or write its values in place.',
    });
  }
  const url = new URL(target);
  // Azure DevOps names file and ref in the query.
  const queried = url.searchParams.get('path');
  if (queried) {
    return {
      catalogFile: queried,
      urlOf: path => {
        const file = new URL(url);
        file.searchParams.set('path', `/${path}`);
        return file.toString();
      },
    };
  }
  const [, root, catalogFile] = layouts
    .map(layout => layout.exec(url.pathname))
    .find(match => match !== null) ??
    // An unknown host: only what is beside or below the catalog file.
    /^(\/(?:.*\/)?)([^/]+)$/.exec(url.pathname) ?? ['', '/', ''];
  return {
    catalogFile: decodeURIComponent(catalogFile),
    urlOf: path => {
      const file = new URL(url);
      file.pathname = `${root}${path
        .split('/')
        .map(encodeURIComponent)
        .join('/')}`;
      return file.toString();
    },
  };
}

/**
 * Address of a file that an entity names.
 *
 * @throws HelmError PATH_NOT_ALLOWED when it leads out of the repository.
 */
export function declaredFileUrl(
  root: SourceRoot,
  path: string,
  field: string,
): string {
  return root.urlOf(resolveDeclaredPath(root.catalogFile, path, field));
}
