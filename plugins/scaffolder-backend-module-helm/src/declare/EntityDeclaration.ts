import { parseEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  annotationName,
  HELM_ANNOTATION_PREFIX,
  type HelmAnnotationKey,
} from '@backstage-helm/plugin-helm-common';
import { isMap, YAMLMap } from 'yaml';
import {
  editYaml,
  readDocuments,
  rootMap,
  setKey,
  type EditedDocument,
} from '../yaml/editYaml';

/** The `helm-release/` annotations of one entity in a catalog file. */
export class EntityDeclaration {
  readonly #file: string;
  readonly #index: number;
  #text: string;

  private constructor(text: string, file: string, index: number) {
    this.#text = text;
    this.#file = file;
    this.#index = index;
  }

  /**
   * Finds an entity in a file that may hold several.
   *
   * @param entityRef - kind and namespace may be left out; without one, the
   *   only entity that declares a release, or else the only one
   * @throws InputError that names those that are there
   */
  static find(
    text: string,
    file: string,
    entityRef?: string,
  ): EntityDeclaration {
    const documents = readDocuments(text, file);
    const known = documents
      .map((document, index) => ({ document, index }))
      .filter(({ document }) => isMap(document.contents))
      .map(({ document, index }) => ({
        document,
        index,
        ref: refOf(document),
      }));
    const declaring = known.filter(({ document }) => declares(document));
    const fitting = entityRef
      ? known.filter(({ ref }) => isMeant(ref, entityRef))
      : [declaring, known].find(({ length }) => length === 1) ?? [];
    if (fitting.length !== 1) {
      const refs = known.map(({ ref }) => ref).join(', ') || 'none';
      throw new InputError(
        entityRef
          ? `${file} holds no entity ${entityRef}. It holds: ${refs}.`
          : `${file} holds several entities. Name one of them as entityRef: ${refs}.`,
      );
    }
    return new EntityDeclaration(text, file, fitting[0].index);
  }

  /** The file with what was set. */
  get text(): string {
    return this.#text;
  }

  /** `metadata.name` of the entity. */
  get name(): string {
    return String(this.#document().getIn(['metadata', 'name']) ?? '');
  }

  /** Text of an annotation, without blanks around it. */
  get(key: HelmAnnotationKey, environment?: string): string | undefined {
    const path = ['metadata', 'annotations', annotationName(key, environment)];
    const value = this.#document().getIn(path);
    return value === undefined ? undefined : String(value).trim();
  }

  /** Writes an annotation. */
  set(key: HelmAnnotationKey, value: string, environment?: string): void {
    if (this.get(key, environment) === value) {
      return;
    }
    this.#text = editYaml(this.#text, this.#file, documents => {
      const root = rootMap(documents[this.#index], this.#file);
      const annotations = childMap(childMap(root, 'metadata'), 'annotations');
      setKey(annotations, annotationName(key, environment), value);
    });
  }

  #document(): EditedDocument {
    return readDocuments(this.#text, this.#file)[this.#index];
  }
}

function childMap(map: YAMLMap, key: string): YAMLMap {
  const child = map.get(key);
  if (isMap(child)) {
    return child;
  }
  const made = new YAMLMap();
  map.set(key, made);
  return made;
}

function declares(document: EditedDocument): boolean {
  const annotations = document.getIn(['metadata', 'annotations']);
  return (
    isMap(annotations) &&
    annotations.items.some(({ key }) =>
      String(key).startsWith(HELM_ANNOTATION_PREFIX),
    )
  );
}

function refOf(document: EditedDocument): string {
  const at = (path: string[]) => String(document.getIn(path) ?? '');
  const namespace = at(['metadata', 'namespace']) || 'default';
  return `${at(['kind'])}:${namespace}/${at([
    'metadata',
    'name',
  ])}`.toLowerCase();
}

function isMeant(ref: string, wanted: string): boolean {
  const kind = ref.slice(0, ref.indexOf(':'));
  const full = parseEntityRef(wanted, {
    defaultKind: kind,
    defaultNamespace: 'default',
  });
  const text = `${full.kind}:${full.namespace}/${full.name}`;
  return text.toLowerCase() === ref;
}
