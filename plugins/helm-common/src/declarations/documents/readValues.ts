import {
  isValuesMap,
  stringifyValuesPath,
  type ValuesMap,
} from '../../values/ValuesMap';
import type { DocumentFields } from './DocumentFields';
import {
  hasSubstitution,
  isEncrypted,
  isTemplate,
  unescapeSubstitution,
} from './placeholders';

/** More of one kind are not named one by one. */
const MAX_NAMED = 5;

type Texts = { path: string; text: string }[];

function walk(
  value: unknown,
  path: readonly string[],
  seeText: (text: string, path: readonly string[]) => string,
): unknown {
  if (typeof value === 'string') {
    return seeText(value, path);
  }
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      walk(item, [...path, String(index)], seeText),
    );
  }
  if (!isValuesMap(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      seeText(key, [...path, key]),
      walk(child, [...path, key], seeText),
    ]),
  );
}

/**
 * Values as a document gives them: what waits to be filled in or decrypted is
 * a problem, what looks like a template is named.
 *
 * @param options - `isSubstituted`: whether `${VAR}` in texts is a substitution.
 */
export function checkValues(
  fields: DocumentFields,
  at: string,
  values: ValuesMap,
  options: { isSubstituted: boolean },
): ValuesMap {
  const open: Texts = [];
  const encrypted: Texts = [];
  const templates: Texts = [];
  const escaped: Texts = [];
  const checked = walk(values, [], (text, keys) => {
    const path = `${at}.${stringifyValuesPath(keys)}`;
    if (isEncrypted(text)) {
      encrypted.push({ path, text });
    } else if (options.isSubstituted && hasSubstitution(text)) {
      open.push({ path, text });
    }
    if (isTemplate(text)) {
      templates.push({ path, text });
    }
    if (options.isSubstituted && text.includes('$${')) {
      escaped.push({ path, text });
      return unescapeSubstitution(text);
    }
    return text;
  }) as ValuesMap;
  open
    .slice(0, MAX_NAMED)
    .forEach(({ path, text }) => fields.unresolved(path, text));
  encrypted.slice(0, MAX_NAMED).forEach(({ path }) => fields.encrypted(path));
  if (templates.length) {
    fields.notHonoured(
      templates[0].path,
      `It is handed to the chart as a text${
        templates.length > 1 ? `, as ${templates.length - 1} more are` : ''
      }; only a chart that runs it through tpl makes something of it.`,
    );
  }
  if (escaped.length) {
    fields.notHonoured(
      escaped[0].path,
      'Its "$${" is read as "${", as Flux does once it fills in variables.',
    );
  }
  return checked;
}

/** The `values` of a document: a map, or nothing. */
export function readValues(
  fields: DocumentFields,
  at: string,
  options: { isSubstituted: boolean },
): ValuesMap {
  return checkValues(fields, at, fields.map(at) ?? {}, options);
}
