import {
  applyOverride,
  coalesceDefaults,
  provenance,
  stringifyYaml,
  type History,
  type NamedValues,
  type ReleaseRef,
  type RevisionDetail,
  type ValuesDocument,
} from '@backstage-helm/plugin-helm-common';
import type { ChartSource } from '../charts';
import { knownSchemas } from '../charts/knownSchemas';
import { environmentOf } from '../config/environmentOf';
import type { HelmConfig } from '../config/HelmConfig';
import type { Declaration } from '../declarations/Declaration';
import { hiddenTexts } from '../digest/comparableValues';
import { createRedactor, redactionSource } from '../redaction';
import { shownValues } from '../secretValues/fillSecrets';
import { treeOf, valueAt } from '../secretValues/secretLeaves';
import type { SecretPath, SecretRuns } from '../secretValues/SecretRuns';
import type { ReleaseKnowledge } from './ReleaseKnowledge';
import { wantedRelease, type StateOptions } from './releaseState';
import type { StoredRevision } from './ReleaseStore';
import type { RevisionRecords } from './RevisionRecords';
import { toRevision } from './toStoredRevision';

export interface RevisionReaderOptions {
  config: Pick<HelmConfig, 'secretKeys' | 'environments'>;
  knowledge: ReleaseKnowledge;
  records: RevisionRecords;
  charts: Pick<ChartSource, 'known'>;
  valuesDigest: StateOptions['valuesDigest'];
  /** Absent: nothing ever came from a Secret. */
  secretRuns?: Pick<SecretRuns, 'declaredDigest' | 'paths'>;
}

/** Bodies of revisions for people: redacted, with the origin of each value. */
export class RevisionReader {
  readonly #options: RevisionReaderOptions;

  constructor(options: RevisionReaderOptions) {
    this.#options = options;
  }

  /** @throws HelmError NOT_FOUND, or why the cluster can't be read. */
  async read(
    ref: ReleaseRef,
    revision: number,
    access: { mayReadValues: boolean },
  ): Promise<RevisionDetail> {
    const { config, knowledge, records } = this.#options;
    const stored = await knowledge.store.revision(ref, revision);
    const redactor = createRedactor({
      secretKeys: config.secretKeys,
      sources: [redactionSource(stored)],
    });
    const [described] = await records.describe(ref, [toRevision(stored)]);
    const layers = await this.#layers(ref, stored);
    const document = (
      values: Record<string, unknown>,
      named: NamedValues[],
    ): ValuesDocument => ({
      yaml: stringifyYaml(redactor.values(values)),
      provenance: provenance(named),
    });
    const defaults: NamedValues = {
      layer: { name: 'chart defaults' },
      values: stored.chartValues,
    };
    return {
      revision: {
        ...described,
        description: redactor.text(described.description),
      },
      ...(access.mayReadValues
        ? {
            mine: document(stored.config, layers),
            computed: document(
              coalesceDefaults(
                stored.chartValues,
                stored.config,
                stored.helmMajor,
              ),
              [defaults, ...layers],
            ),
          }
        : {
            valuesDenied:
              'You may not see values here: this needs helm.release.values.read.',
          }),
      manifest: redactor.manifest(stored.manifest),
      hooks: redactor.manifest(
        stored.hooks.map(hook => `---\n${hook.manifest.trim()}\n`).join(''),
      ),
      notes: redactor.text(stored.notes),
      chartReadme: stored.chartReadme,
    };
  }

  /** Newest first; undefined when there is no release. */
  async history(ref: ReleaseRef): Promise<History | undefined> {
    const { config, knowledge, records } = this.#options;
    const environment = environmentOf(config, ref.cluster, ref.namespace);
    const rows = environment ? await knowledge.store.history(ref) : [];
    if (!rows.length) {
      return undefined;
    }
    return {
      items: await records.describe(ref, rows),
      stale: !knowledge.store.status(environment!.name).connected,
    };
  }

  /** Values that a deploy starts from: declared plus override, redacted. */
  async draft(
    declaration: Declaration,
    ref: ReleaseRef,
  ): Promise<{ yaml: string; version: string }> {
    const { config, knowledge, charts } = this.#options;
    const { chart } = declaration;
    const override = await knowledge.overrides.active(ref);
    const version = override?.version ?? chart?.version ?? '';
    const declared = shownValues(declaration);
    const values = override
      ? applyOverride(declared, override.patch)
      : declared;
    const redactor = createRedactor({
      secretKeys: config.secretKeys,
      sources: knownSchemas(charts, chart, override?.version),
      strings: hiddenTexts(values),
    });
    return {
      yaml: stringifyYaml(redactor.values(values)),
      version,
    };
  }

  /**
   * Layers behind a revision's values: known when they are the declared ones,
   * with the override. Of anything else only the chart's defaults are known.
   */
  async #layers(
    ref: ReleaseRef,
    stored: StoredRevision,
  ): Promise<NamedValues[]> {
    const { knowledge, valuesDigest, secretRuns } = this.#options;
    const override = await knowledge.overrides.active(ref);
    const full = valuesDigest(stored.config);
    const digests = [full, await secretRuns?.declaredDigest(ref, full)];
    const declared = (await knowledge.declarations.ofRelease(ref)).find(
      declaration =>
        digests.includes(
          wantedRelease(declaration, { override }, valuesDigest)?.valuesDigest,
        ),
    );
    const paths = declared?.secretValues ? await secretRuns?.paths(ref) : [];
    const layers: NamedValues[] = (declared?.layers ?? []).map(
      ({ name, source, values, secret }) => ({
        layer: { name, source },
        values:
          secret === undefined
            ? values
            : placesOf(paths ?? [], source, stored.config),
      }),
    );
    return declared && override
      ? [...layers, { layer: { name: 'override' }, values: override.patch }]
      : layers;
  }
}

/** What of a revision's values a Secret gave, for their origin only. */
function placesOf(
  paths: readonly SecretPath[],
  source: string | undefined,
  config: Record<string, unknown>,
): Record<string, unknown> {
  const leaves = paths
    .filter(each => each.source === source)
    .map(({ path }) => ({ path, value: valueAt(config, path) }))
    .filter(({ value }) => value !== undefined);
  return treeOf(leaves, config);
}
