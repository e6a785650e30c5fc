import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  findSecretKey,
  helmReleaseReadPermission,
  helmReleaseValuesReadPermission,
  isSameValue,
  stringifyYaml,
  type Proposal,
  type ProposalRequest,
} from '@backstage-helm/plugin-helm-common';
import type { Authorizer } from '../authorization/Authorizer';
import type { ChartSource } from '../charts';
import { knownSchemas } from '../charts/knownSchemas';
import type { HelmConfig } from '../config/HelmConfig';
import type { Declaration } from '../declarations/Declaration';
import { hiddenTexts } from '../digest/comparableValues';
import { createRedactor } from '../redaction';
import { parseSchema } from '../redaction/collectSecretStrings';
import type { ReleaseKnowledge } from '../releases/ReleaseKnowledge';
import { shownValues } from '../secretValues/fillSecrets';
import { valuesWith } from '../values/decideValues';
import { describeProposal } from './describeProposal';
import { readChange, refuse, type ProposedChange } from './readChange';

/** Options of {@link createProposer}. */
export interface ProposerOptions {
  config: Pick<HelmConfig, 'proposals' | 'secretKeys' | 'environments'>;
  authorizer: Pick<Authorizer, 'assert' | 'can' | 'principal'>;
  knowledge: {
    declarations: Pick<
      ReleaseKnowledge['declarations'],
      'ofEntity' | 'ofRelease'
    >;
    bindings: Pick<ReleaseKnowledge['bindings'], 'get'>;
    overrides: Pick<ReleaseKnowledge['overrides'], 'active'>;
    store: Pick<ReleaseKnowledge['store'], 'latest'>;
  };
  charts: Pick<ChartSource, 'versions' | 'known'>;
}

/** Fills in the template that proposes a change. Changes nothing. */
export type Proposer = (
  request: ProposalRequest,
  credentials: BackstageCredentials,
) => Promise<Proposal>;

/**
 * Makes proposals: the portal writes no repository, it fills in a template of
 * its own that does.
 */
export function createProposer(options: ProposerOptions): Proposer {
  const { config, authorizer, knowledge } = options;

  /** The patch as text, or why it may not leave the portal. */
  function patchText(
    { version, patch }: ProposedChange,
    declaration: Declaration,
  ): string | undefined {
    if (!patch || !Object.keys(patch).length) {
      return undefined;
    }
    const schemas = knownSchemas(options.charts, declaration.chart, version);
    for (const { schema } of [{}, ...schemas] as { schema?: string }[]) {
      const path = findSecretKey(patch, {
        patterns: config.secretKeys,
        schema: parseSchema(schema),
      });
      if (path) {
        const key = path.join('.');
        throw refuse({
          code: 'SECRET_IN_VALUES',
          field: `values.${key}`,
          message: `${key} is a secret, and secrets are not written into pull requests.`,
          wayOut:
            'Put it into a Secret in the namespace and let the values name that one.',
        });
      }
    }
    return stringifyYaml(patch);
  }

  return async (request, credentials) => {
    const { release } = request;
    await authorizer.assert(credentials, helmReleaseReadPermission, release);
    await authorizer.assert(
      credentials,
      helmReleaseValuesReadPermission,
      release,
    );
    if (!config.proposals) {
      throw refuse({
        code: 'PROPOSALS_OFF',
        message: 'This portal has no template that opens pull requests.',
        wayOut:
          'A platform engineer can name one as helm.proposals.template. Until then change the declaration in its repository.',
      });
    }
    const declared = await knowledge.declarations.ofRelease(release);
    const binding = await knowledge.bindings.get(release);
    const declaration =
      declared.find(({ entityRef }) => entityRef === binding?.entityRef) ??
      declared[0];
    if (!declaration) {
      throw refuse({
        code: 'NOT_DECLARED',
        message: `No entity declares ${release.name} in ${release.namespace}.`,
        wayOut: 'Declare it in the catalog first.',
      });
    }
    const change = await readChange(
      { request, declaration },
      options,
      credentials,
    );
    const valuesPatch = patchText(change, declaration);
    const { entityRef, environment, chart } = declaration;
    const shown = shownValues(declaration);
    const proposed = valuesWith(shown, change.patch);
    const version =
      change.version === chart?.version ? undefined : change.version;
    if (version === undefined && isSameValue(shown, proposed)) {
      throw refuse({
        code: 'ACTION_NOT_POSSIBLE',
        message: `${release.name} in ${environment} declares all of that already.`,
      });
    }
    const redactor = createRedactor({
      secretKeys: config.secretKeys,
      sources: knownSchemas(options.charts, chart, change.version),
      strings: [...hiddenTexts(shown), ...hiddenTexts(proposed)],
    });
    const title = titleOf({ release, environment, version }, change);
    const description = describeProposal({
      what: `${title}.`,
      entityRef,
      asker: await authorizer.principal(credentials),
      reason: change.reason && redactor.text(change.reason),
      before: { version: chart?.version, values: redactor.values(shown) },
      after: {
        version: change.version ?? chart?.version,
        values: redactor.values(proposed),
      },
    });
    return {
      template: config.proposals.template,
      title,
      description,
      formData: {
        entityRef,
        environment,
        releaseName: release.name,
        version,
        valuesPatch,
        title,
        description,
      },
    };
  };
}

function titleOf(
  {
    release,
    environment,
    version,
  }: {
    release: ProposalRequest['release'];
    environment: string;
    version?: string;
  },
  { from, patch = {} }: ProposedChange,
): string {
  const keys = Object.keys(patch).length;
  const what = [
    ...(version ? [`chart ${version}`] : []),
    ...(keys ? ['values'] : []),
  ].join(' and ');
  const where = from ? `${environment}, as in ${from}` : environment;
  return `${release.name}: ${what} in ${where}`;
}
