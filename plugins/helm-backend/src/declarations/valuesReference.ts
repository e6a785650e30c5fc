import {
  parseHelmYaml,
  type ValuesMap,
} from '@backstage-helm/plugin-helm-common';
import { layerAt, parseTargetPath } from './targetPath';

/** Where the text of one `valuesFrom` entry goes. */
export interface ValuesPlace {
  targetPath?: string;
  literal?: boolean;
  /** Field of the document, for problems. */
  field: string;
}

/**
 * The layer that a text of a ConfigMap or Secret makes: a whole values
 * document, or one value at a path of what lies below.
 *
 * @throws HelmError YAML_INVALID, VALUES_NOT_A_MAP, DOCUMENT_INVALID
 */
export function valuesOfText(
  text: string,
  { targetPath, literal, field }: ValuesPlace,
  below: ValuesMap,
): ValuesMap {
  return targetPath === undefined
    ? parseHelmYaml(text, field)
    : layerAt(
        below,
        parseTargetPath(targetPath, field),
        literal ? text : scalarOf(text),
      );
}

/**
 * One value as `--set` types it. Its lists and further keys behind a comma are
 * not read: nobody means those by a password that has a comma in it.
 */
function scalarOf(text: string): unknown {
  const quoted = /^(["'])([^]*)\1$/.exec(text);
  if (quoted) {
    return quoted[2];
  }
  switch (text) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
    default:
      // A leading zero keeps it a text, as in Helm.
      return /^(0|-?[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
  }
}
