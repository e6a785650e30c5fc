import type { HelmProblem } from '../../errors';
import { isValuesMap, ownValue, type ValuesMap } from '../../values/ValuesMap';
import { hasSubstitution, isEncrypted } from './placeholders';

/** Each entry is looked for, in the cluster or among all releases. */
const MAX_ITEMS = 50;

function kindOf(value: unknown): string {
  if (Array.isArray(value)) {
    return 'a list';
  }
  return isValuesMap(value) ? 'a map' : `a ${typeof value}`;
}

/** Whether a field says nothing: absent, off or empty. */
export function isUnset(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === false ||
    value === '' ||
    (Array.isArray(value) && !value.length) ||
    (isValuesMap(value) && !Object.keys(value).length)
  );
}

/**
 * Reads the fields of one document. What is not as it should be becomes a
 * problem that names the field; reading goes on.
 */
export class DocumentFields {
  /** Start of field paths: file and number of the document. */
  readonly at: string;
  readonly problems: HelmProblem[] = [];
  readonly warnings: HelmProblem[] = [];
  readonly #body: ValuesMap;

  constructor(body: ValuesMap, at: string) {
    this.#body = body;
    this.at = at;
  }

  /** `deploy/releases.yaml#2 spec.chart.spec.version` */
  field(path: string): string {
    return `${this.at} ${path}`;
  }

  /** What stands at a path such as `spec.valuesFrom[0].name`. */
  value(path: string): unknown {
    return path
      .split(/[.[\]]+/)
      .filter(Boolean)
      .reduce<unknown>((node, key) => {
        if (Array.isArray(node)) {
          return node[Number(key)];
        }
        return isValuesMap(node) ? ownValue(node, key) : undefined;
      }, this.#body);
  }

  /** The first of several spellings of a field that is there. */
  pick(...paths: string[]): string {
    return paths.find(path => !isUnset(this.value(path))) ?? paths[0];
  }

  /** A text that is used: nothing in it may be left to fill in. */
  text(path: string): string | undefined {
    const value = this.value(path);
    if (value === undefined || value === null || value === '') {
      return undefined;
    }
    if (typeof value !== 'string') {
      this.invalid(
        path,
        `is ${kindOf(value)}, not a text`,
        'Write a text; a number needs quotes.',
      );
      return undefined;
    }
    if (hasSubstitution(value)) {
      this.unresolved(path, value);
    } else if (isEncrypted(value)) {
      this.encrypted(path);
    }
    return value;
  }

  /** A text that must be there. */
  required(path: string): string | undefined {
    const isThere = !isUnset(this.value(path));
    if (!isThere) {
      this.invalid(path, 'is missing', `Add ${path}.`);
    }
    return isThere ? this.text(path) : undefined;
  }

  flag(path: string): boolean | undefined {
    const value = this.value(path);
    if (value === undefined || value === null) {
      return undefined;
    }
    if (typeof value !== 'boolean') {
      this.invalid(
        path,
        `is ${kindOf(value)}, neither true nor false`,
        'Write true or false, without quotes.',
      );
      return undefined;
    }
    return value;
  }

  /** Paths of a list's items, each of them a map; none of a list without end. */
  items(path: string): string[] {
    const list = this.value(path);
    if (list === undefined || list === null) {
      return [];
    }
    if (!Array.isArray(list)) {
      this.invalid(path, `is ${kindOf(list)}, not a list`);
      return [];
    }
    if (list.length > MAX_ITEMS) {
      this.invalid(
        path,
        `has ${list.length} entries; at most ${MAX_ITEMS} are read`,
        'Join some of them.',
      );
      return [];
    }
    return list.flatMap((item, index) => {
      const at = `${path}[${index}]`;
      if (isValuesMap(item)) {
        return [at];
      }
      this.invalid(at, `is ${kindOf(item)}, not a map`);
      return [];
    });
  }

  map(path: string): ValuesMap | undefined {
    const value = this.value(path);
    if (value === undefined || value === null) {
      return undefined;
    }
    if (!isValuesMap(value)) {
      this.invalid(path, `is ${kindOf(value)}, not a map`);
      return undefined;
    }
    return value;
  }

  invalid(path: string, what: string, wayOut = 'Correct the document.'): void {
    this.block({
      code: 'DOCUMENT_INVALID',
      field: this.field(path),
      message: `${path} ${what}.`,
      wayOut,
    });
  }

  unresolved(path: string, text: string): void {
    this.block({
      code: 'UNRESOLVED_SUBSTITUTION',
      field: this.field(path),
      message: `${path} holds "${text.slice(
        0,
        80,
      )}", and nothing fills it in here.`,
      wayOut:
        'Write the value out. Where it is meant as it stands, annotate the document with kustomize.toolkit.fluxcd.io/substitute: disabled.',
    });
  }

  encrypted(path: string): void {
    this.block({
      code: 'DOCUMENT_NOT_SUPPORTED',
      field: this.field(path),
      message: `${path} is encrypted, and the portal has no key.`,
      wayOut: 'Keep it in a Secret and refer to that with valuesFrom.',
    });
  }

  /** Once for each field: a text may be read for several reasons. */
  block(problem: HelmProblem): void {
    const isKnown = this.problems.some(
      ({ code, field }) => code === problem.code && field === problem.field,
    );
    if (!isKnown) {
      this.problems.push(problem);
    }
  }

  /** What is there and does nothing here, with what happens instead. */
  notHonoured(path: string, instead: string): void {
    this.warnings.push({
      code: 'NOT_HONOURED',
      field: this.field(path),
      message: `${path} is not honoured. ${instead}`,
    });
  }
}
