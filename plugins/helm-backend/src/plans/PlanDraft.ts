import type { Finding, HelmProblem } from '@backstage-helm/plugin-helm-common';
import type { FetchedChart } from '../charts';
import type { RedactionSource } from '../redaction';
import type { PlanFacts } from './gatherFacts';
import type { PlanWork } from './PlanRecord';

/** One side of a plan's diff. Not redacted. */
export interface PlanSide {
  manifest: string;
  hooks: string;
  values: Record<string, unknown>;
}

/** A hook as plans list it. */
export interface PlannedHook {
  kind: string;
  name: string;
  events: string[];
}

/** What a planner of one kind found out; nothing of it is redacted yet. */
export interface PlanDraft {
  facts: PlanFacts;
  kind: string;
  /** What it is compared with; default the base revision. */
  before?: PlanSide;
  after: PlanSide;
  /** Where secrets can be found, besides in the base revision. */
  sources: RedactionSource[];
  chart?: FetchedChart;
  toVersion?: string;
  toRevision?: number;
  overrideKeys: string[];
  /** Keys of objects whose content differs at each render. */
  generated: ReadonlySet<string>;
  objects: { kind: string; name: string; keeps: boolean }[];
  hooks: PlannedHook[];
  findings: Finding[];
  blockedBy: HelmProblem[];
  work: PlanWork;
  /** True when it does something even with nothing to show in the diff. */
  alwaysActs: boolean;
}

/** Nothing is there. */
export const emptySide: PlanSide = { manifest: '', hooks: '', values: {} };

/** The base revision, or nothing, as a side. */
export function sideOfBase({ base }: Pick<PlanFacts, 'base'>): PlanSide {
  return base && base.status !== 'uninstalled'
    ? {
        manifest: base.manifest,
        hooks: base.hooks.map(hook => `---\n${hook.manifest}\n`).join(''),
        values: base.config,
      }
    : emptySide;
}
