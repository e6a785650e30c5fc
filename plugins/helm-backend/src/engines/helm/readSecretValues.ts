import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { EngineOperation } from '@backstage-helm/plugin-helm-node';
import type { Declaration, SecretValues } from '../../declarations/Declaration';
import type { PlanWork } from '../../plans/PlanRecord';
import { comparableDigest } from '../../digest/comparableValues';
import { fillSecrets, type FilledValues } from '../../secretValues/fillSecrets';
import {
  readSecretTexts,
  type ReadSecrets,
} from '../../secretValues/readSecretTexts';
import { ABSENT, type SecretUse } from '../../secretValues/refuseSecret';
import { valuesWith } from '../../values/decideValues';
import type { HelmEngineOptions } from './HelmEngineOptions';
import { planStale } from './planStale';
import { isNamespaceMissing } from './namespaceExists';

/** For reading, before anything acts. */
const TOKEN_SECONDS = 600;

/**
 * Reads what a declaration takes from Secrets, with the deployer's identity,
 * and notes where it went before Helm is given it: digests and places only.
 *
 * @throws HelmError VALUES_SOURCE_UNREADABLE; PLAN_STALE when a Secret is not
 *   the one that the plan was made with
 */
export async function readSecretValues(
  options: Pick<HelmEngineOptions, 'clusters' | 'secretRuns' | 'digester'>,
  { release, environment }: Pick<EngineOperation, 'release' | 'environment'>,
  given: {
    declaration: Declaration;
    patch: Record<string, unknown> | undefined;
    use: SecretUse;
    /** The Secrets that the plan was made with, by name. */
    reviewed: PlanWork['secrets'];
  },
): Promise<FilledValues> {
  const { clusters, secretRuns, digester } = options;
  const { declaration, patch, use, reviewed = {} } = given;
  const { secretValues = [] } = declaration;
  const [first] = secretValues;
  if (!secretRuns) {
    throw new HelmError({
      code: 'VALUES_SOURCE_UNREADABLE',
      field: first.field,
      message: 'This engine reads no values from Secrets.',
    });
  }
  const { namespace } = release;
  // Without a namespace there is nobody to read as, and nothing to read.
  const isMissing = await isNamespaceMissing(
    await clusters.reader(environment),
    namespace,
  );
  const needed = secretValues.find(({ optional }) => !optional);
  if (isMissing && needed) {
    throw new HelmError(
      {
        code: 'VALUES_SOURCE_UNREADABLE',
        field: needed.field,
        message: `There is no Secret ${namespace}/${needed.name}: the namespace does not exist yet.`,
        wayOut: 'Create the namespace and the Secret in it.',
      },
      { status: 409 },
    );
  }
  const { texts, versions }: ReadSecrets = isMissing
    ? nothingThere(secretValues)
    : await readSecretTexts(
        (
          await clusters.deployer(environment, namespace, {
            expiresInSeconds: TOKEN_SECONDS,
          })
        ).client,
        use,
        secretValues,
      );
  const other = Object.keys(versions).find(
    name => Object.hasOwn(reviewed, name) && reviewed[name] !== versions[name],
  );
  if (other) {
    throw planStale(`Secret ${namespace}/${other}`);
  }
  const filled = fillSecrets(declaration, texts, patch);
  await secretRuns.record(release, {
    fullDigest: comparableDigest(filled.values, digester),
    declaredDigest: comparableDigest(
      valuesWith(declaration.values, patch),
      digester,
      secretValues,
    ),
    paths: filled.paths,
  });
  return filled;
}

function nothingThere(references: readonly SecretValues[]): ReadSecrets {
  return {
    texts: references.map(() => undefined),
    versions: Object.fromEntries(references.map(({ name }) => [name, ABSENT])),
  };
}
