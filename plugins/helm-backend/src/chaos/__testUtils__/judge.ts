import type { ReleaseEvidence } from './evidence';
import type { Faults } from './faults';
import {
  idempotencyViolations,
  permissionViolations,
  releaseChecks,
  type Violation,
} from './invariants';
import type { World } from './world';

/** A check with what speaks against it. */
export interface Verdict {
  name: string;
  violations: Violation[];
}

/** Every check once, over the state after the faults and after the last deploys. */
export function judge(given: {
  world: World;
  faults: Pick<Faults, 'absences'>;
  /** As the faults left it. */
  evidence: ReleaseEvidence[];
  /** After everything was deployed once more. */
  after: ReleaseEvidence[];
  unusable: Violation[];
}): Verdict[] {
  const { world, faults, evidence, after, unusable } = given;
  const operations = after.flatMap(release => release.operations);
  return [
    ...Object.entries(releaseChecks).map(([name, check]) => ({
      name,
      violations: [evidence, after].flatMap((state, index) =>
        state.flatMap(release =>
          check(release).map(what => ({
            release: release.key,
            what: index === 0 ? what : `after the last deploys: ${what}`,
          })),
        ),
      ),
    })),
    {
      name: 'nothing ran without permission',
      violations: permissionViolations(operations, faults.absences),
    },
    {
      name: 'a request that is sent again gives the same operation',
      violations: idempotencyViolations(world.submissions, operations),
    },
    {
      name: 'readers of event logs saw every line once',
      violations: world.badEvents.map(what => ({ what })),
    },
    { name: 'every release can be deployed again', violations: unusable },
  ];
}
