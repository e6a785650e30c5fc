import {
  stringifyReleaseRef,
  type Diff,
  type Plan,
} from '@backstage-helm/plugin-helm-common';
import type { PlanRecord } from './PlanRecord';

/** What a plan shows; what it does is in its `work`. */
export type PlanBodies = Pick<PlanRecord, 'manifest' | 'valuesYaml' | 'diffs'>;

const TEXT_CHARACTERS = 1024 * 1024;
const DIFF_CHARACTERS = 2 * 1024 * 1024;

const FORGOTTEN =
  'The details of this change are no longer kept, because it was never run. Review the change again to see them.';

/** Bodies of a size that a database can take; what is left out is said. */
export function limitBodies(bodies: PlanBodies): PlanBodies {
  return {
    manifest: limitText(bodies.manifest),
    valuesYaml: limitText(bodies.valuesYaml),
    diffs: {
      values: limitDiff(bodies.diffs.values),
      manifest: limitDiff(bodies.diffs.manifest),
    },
  };
}

function limitText(text: string): string {
  if (text.length <= TEXT_CHARACTERS) {
    return text;
  }
  const end = text.lastIndexOf('\n', TEXT_CHARACTERS) + 1;
  return `${text.slice(
    0,
    end || TEXT_CHARACTERS,
  )}\n# Cut off here: the rest is too large to be kept with the plan.\n`;
}

/** Every entry stays by its name; those that no longer fit lose their lines. */
function limitDiff(diff: Diff): Diff {
  let room = DIFF_CHARACTERS;
  let emptied = 0;
  const entries = diff.entries.map(entry => {
    const size = JSON.stringify(entry.hunks).length;
    if (size <= room) {
      room -= size;
      return entry;
    }
    emptied += 1;
    return { ...entry, hunks: [] };
  });
  if (!emptied) {
    return diff;
  }
  return {
    ...diff,
    entries,
    denied: `This change is too large to be shown whole: ${emptied} of ${entries.length} differences are listed without their lines. Make it in smaller steps to review every line.`,
  };
}

/** In place of bodies that were dropped: says so where they would be shown. */
export function forgottenBodies(plan: Plan): PlanBodies {
  const forgotten = (of: Diff['of'], counts: Diff['counts']): Diff => ({
    of,
    left: `${stringifyReleaseRef(plan.release)}@deployed`,
    right: `plan:${plan.id}`,
    counts,
    entries: [],
    denied: FORGOTTEN,
  });
  const none = { added: 0, changed: 0, removed: 0, unchanged: 0 };
  return {
    manifest: '',
    valuesYaml: '',
    diffs: {
      values: forgotten('values', none),
      manifest: forgotten('manifest', plan.counts),
    },
  };
}
