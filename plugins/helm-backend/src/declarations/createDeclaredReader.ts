import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  helmReleaseReadPermission,
  helmReleaseValuesReadPermission,
  leafValues,
  provenance,
  stringifyYaml,
  type DeclaredTarget,
  type EntityDeclared,
} from '@backstage-helm/plugin-helm-common';
import type { Authorizer } from '../authorization/Authorizer';
import type { ChartSource } from '../charts';
import { knownSchemas } from '../charts/knownSchemas';
import type { HelmConfig } from '../config/HelmConfig';
import { hiddenTexts } from '../digest/comparableValues';
import { createRedactor } from '../redaction';
import { shownValues } from '../secretValues/fillSecrets';
import type { Declaration } from './Declaration';

/** Keys of one environment: what is more is counted. */
const MOST_KEYS = 2_000;
const LONGEST_TEXT = 1_000;

/** Reads what each environment of an entity declares, as the caller may see it. */
export type DeclaredReader = (
  entityRef: string,
  credentials: BackstageCredentials,
) => Promise<EntityDeclared>;

/** One redactor for all environments: equal secrets are seen to be equal. */
export function createDeclaredReader(options: {
  config: Pick<HelmConfig, 'secretKeys' | 'environments'>;
  declarations: { ofEntity(entityRef: string): Promise<Declaration[]> };
  authorizer: Pick<Authorizer, 'filter'>;
  charts: Pick<ChartSource, 'known'>;
  /** Tells long texts apart that are not shown in full. */
  digest: (text: string) => string;
}): DeclaredReader {
  const { config, declarations, authorizer, charts } = options;
  const order = config.environments.map(({ name }) => name);

  return async (entityRef, credentials) => {
    const declared = (await declarations.ofEntity(entityRef))
      .filter(isNamed)
      .sort(
        (one, other) =>
          order.indexOf(one.environment) - order.indexOf(other.environment),
      );
    const readable = await authorizer.filter(
      credentials,
      helmReleaseReadPermission,
      declared,
      ({ release }) => release,
    );
    const open = new Set(
      await authorizer.filter(
        credentials,
        helmReleaseValuesReadPermission,
        readable,
        ({ release }) => release,
      ),
    );
    const shown = new Map([...open].map(each => [each, shownValues(each)]));
    const redactor = createRedactor({
      secretKeys: config.secretKeys,
      sources: [...open].flatMap(({ chart }) =>
        knownSchemas(charts, chart, undefined),
      ),
      strings: [...shown.values()].flatMap(hiddenTexts),
    });
    const text = (value: unknown) => {
      const whole =
        typeof value === 'string' ? value : stringifyYaml(value).trimEnd();
      return whole.length > LONGEST_TEXT
        ? `${whole.slice(0, LONGEST_TEXT)}… (${
            whole.length
          } characters, ${options.digest(whole).slice(0, 8)})`
        : whole;
    };
    const targets = readable.map((each): DeclaredTarget => {
      const { environment, release, layers } = each;
      const values = shown.get(each);
      if (!values) {
        return { environment, release, moreKeys: 0 };
      }
      const origin = provenance(
        layers.map(({ name, source, values: set }) => ({
          layer: { name, source },
          values: set,
        })),
      );
      const leaves = [...leafValues(redactor.values(values))];
      return {
        environment,
        release,
        values: Object.fromEntries(
          leaves
            .slice(0, MOST_KEYS)
            .map(([path, value]) => [
              path,
              { text: text(value), layer: origin[path] },
            ]),
        ),
        moreKeys: Math.max(0, leaves.length - MOST_KEYS),
      };
    });
    return { entityRef, targets };
  };
}

function isNamed(
  declaration: Declaration,
): declaration is Declaration & Required<Pick<Declaration, 'release'>> {
  return declaration.release !== undefined;
}
