import {
  diffManifests,
  diffValues,
  HelmError,
  parseReleaseRef,
  releaseRefSchema,
  stringifyReleaseRef,
  type Diff,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { knownSchemas } from '../charts/knownSchemas';
import { createRedactor, redactionSource } from '../redaction';
import { shownValues } from '../secretValues/fillSecrets';
import { valuesWith } from '../values/decideValues';
import { gatherFacts } from './gatherFacts';
import { emptySide, sideOfBase, type PlanSide } from './PlanDraft';
import type { PlanningOptions } from './PlanningOptions';
import { renderDeclared } from './renderDeclared';
import type { RedactionSource } from '../redaction';

/** One end of a diff. */
export type DiffEnd =
  | { type: 'plan'; id: string }
  | {
      type: 'release';
      release: ReleaseRef;
      at: 'deployed' | 'declared' | number;
    };

/** What is asked to be compared. */
export interface DiffRequest {
  left: DiffEnd;
  right: DiffEnd;
  of: 'values' | 'manifest';
}

/**
 * Reads `cluster/ns/name@{n}|deployed|declared` or `plan:{id}`.
 *
 * @throws HelmError INPUT_INVALID naming the field
 */
export function parseDiffEnd(text: string, field: string): DiffEnd {
  const plan = /^plan:([\w-]{1,64})$/.exec(text);
  if (plan) {
    return { type: 'plan', id: plan[1] };
  }
  const parts = /^([^@]+)@(deployed|declared|[1-9]\d{0,6})$/.exec(text);
  const [cluster, namespace, name, ...rest] = (parts?.[1] ?? '').split('/');
  const parsed = releaseRefSchema.safeParse({ cluster, namespace, name });
  if (!parts || rest.length || !parsed.success) {
    throw new HelmError({
      code: 'INPUT_INVALID',
      field,
      message: `${field} is not a reference to a revision or a plan.`,
      wayOut:
        'Write cluster/namespace/name@5, …@deployed, …@declared, or plan:ID.',
    });
  }
  const at = parts[2];
  return {
    type: 'release',
    release: parseReleaseRef(parts[1]),
    at: at === 'deployed' || at === 'declared' ? at : Number(at),
  };
}

interface ReadSide {
  side: PlanSide;
  sources: RedactionSource[];
}

function titleOf(end: DiffEnd): string {
  return end.type === 'plan'
    ? `plan:${end.id}`
    : `${stringifyReleaseRef(end.release)}@${end.at}`;
}

/** Compares what is or would be deployed; one redactor for both sides. */
export function createDiffReader(options: PlanningOptions) {
  async function read(
    end: Extract<DiffEnd, { type: 'release' }>,
    of: DiffRequest['of'],
  ): Promise<ReadSide> {
    const { release, at } = end;
    if (at === 'declared') {
      const facts = await gatherFacts(options, release);
      if (of === 'values') {
        const { declaration } = facts;
        const resolved =
          declaration &&
          (await options.declarations.resolve(
            declaration.entityRef,
            facts.environment.name,
            release,
          ));
        const values = resolved
          ? valuesWith(shownValues(resolved), facts.override?.patch)
          : {};
        const schemas = knownSchemas(
          options.charts,
          resolved?.chart,
          facts.override?.version,
        );
        return {
          side: { ...emptySide, values },
          sources: [undefined, ...schemas].map(known => ({
            values: [values],
            schema: known?.schema,
          })),
        };
      }
      return renderDeclared(options, facts);
    }
    const stored =
      at === 'deployed'
        ? await options.store.observe(release)
        : await options.store.revision(release, at);
    return {
      side: stored
        ? sideOfBase({ base: { ...stored, status: 'superseded' } })
        : emptySide,
      sources: stored ? [redactionSource(stored)] : [],
    };
  }

  /** A plan's diff was made with the plan, while its secrets were at hand. */
  async function ofPlan({ left, of }: DiffRequest, id: string): Promise<Diff> {
    const { plan, diffs } = await options.plans.get(id);
    const isBase =
      left.type === 'release' &&
      stringifyReleaseRef(left.release) === stringifyReleaseRef(plan.release) &&
      (left.at === 'deployed' || left.at === plan.baseRevision);
    if (!isBase) {
      throw new HelmError({
        code: 'INPUT_INVALID',
        field: 'left',
        message: 'A plan is compared with the revision that it starts from.',
        wayOut: `Use ${stringifyReleaseRef(plan.release)}@deployed.`,
      });
    }
    return diffs[of];
  }

  return async (request: DiffRequest): Promise<Diff> => {
    const { left, right, of } = request;
    if (right.type === 'plan') {
      return ofPlan(request, right.id);
    }
    if (left.type === 'plan') {
      throw new HelmError({
        code: 'INPUT_INVALID',
        field: 'left',
        message: 'A plan stands on the right side.',
        wayOut: 'Swap left and right.',
      });
    }
    const [before, after] = await Promise.all([
      read(left, of),
      read(right, of),
    ]);
    const redactor = createRedactor({
      secretKeys: options.config.secretKeys,
      sources: [...before.sources, ...after.sources],
    });
    const titles = { left: titleOf(left), right: titleOf(right) };
    if (of === 'values') {
      return diffValues(
        redactor.values(before.side.values),
        redactor.values(after.side.values),
        titles,
      );
    }
    const shown = ({ manifest, hooks }: PlanSide) => ({
      manifest: redactor.manifest(manifest),
      hooks: redactor.manifest(hooks),
    });
    return diffManifests(shown(before.side), shown(after.side), {
      ...titles,
      namespace: right.release.namespace,
    });
  };
}
