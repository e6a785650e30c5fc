import type {
  Diagnosis,
  PlanRequest,
  WayOut,
} from '@backstage-helm/plugin-helm-common';
import type { DoctorFacts } from './DoctorFacts';

type Offer = Pick<WayOut, 'key' | 'title' | 'detail' | 'command'> & {
  kind: PlanRequest['kind'];
  /** It frees a pending revision, and needs the right to. */
  unlocks: boolean;
  revision?: number;
  /** Drops the override. */
  asDeclared?: boolean;
};

/**
 * What works on which status (engines.md §2.6), best first. Plain `helm
 * upgrade` is refused on every pending one, so each way out either marks the
 * revision as failed before, or is a rollback or an uninstall.
 */
export function waysOut(diagnosis: Diagnosis, facts: DoctorFacts): WayOut[] {
  const offers = offersFor(diagnosis, facts).filter(
    (offer): offer is Offer => offer !== undefined,
  );
  const ways = offers.map(
    ({ kind, unlocks, revision, asDeclared, ...told }) => {
      const refusal = facts.refuse(
        kind,
        unlocks,
        asDeclared ? ['helm.release.override'] : [],
      );
      return {
        ...told,
        suggested: false,
        allowed: refusal === undefined,
        ...refusal,
        plan: {
          release: facts.release,
          kind,
          ...(revision === undefined ? {} : { revision }),
          ...(kind === 'upgrade' && unlocks ? { unlock: true } : {}),
          ...(asDeclared ? { asDeclared } : {}),
        },
      };
    },
  );
  const best = ways.find(({ allowed }) => allowed) ?? ways[0];
  return ways.map(way => ({ ...way, suggested: way === best }));
}

function offersFor(
  diagnosis: Diagnosis,
  facts: DoctorFacts,
): (Offer | undefined)[] {
  switch (diagnosis) {
    case 'PendingUpgrade':
    case 'PendingRollback':
      return [rollback(facts), finishUpgrade(facts), unlock(facts)];
    case 'PendingInstall':
      // Nothing ever worked: there is nothing to go back to.
      return [
        reinstall(facts, true),
        uninstall(facts, true),
        finishUpgrade(facts),
        unlock(facts),
      ];
    case 'Uninstalling':
      return [finishUninstall(facts), undoUninstall(facts)];
    case 'FailedFirstInstall':
      return [
        installAgain(facts),
        reinstall(facts, false),
        uninstall(facts, false),
      ];
    case 'NoRollbackTarget':
      return [deployAsDeclared(facts), uninstall(facts, false)];
    case 'LostState':
      return [rebuild(facts)];
    default:
      return [];
  }
}

const inTerminal = (facts: DoctorFacts, verb: string, ...more: string[]) =>
  [
    'helm',
    verb,
    facts.release.name,
    ...more,
    '-n',
    facts.release.namespace,
  ].join(' ');

function rollback(facts: DoctorFacts): Offer | undefined {
  const [target] = facts.good;
  return (
    target && {
      key: 'rollback',
      kind: 'rollback',
      unlocks: true,
      revision: target.revision,
      title: `Roll back to revision ${target.revision}`,
      detail: `Last one that succeeded${
        target.chartVersion ? `, chart ${target.chartVersion}` : ''
      }. Kept in history as revision ${(facts.newest?.revision ?? 0) + 1}.`,
      command: inTerminal(facts, 'rollback', String(target.revision)),
    }
  );
}

function finishUpgrade(facts: DoctorFacts): Offer {
  const { newest, wanted } = facts;
  const verb = newest?.status === 'pending-install' ? 'install' : 'upgrade';
  const isSame = !wanted || wanted.version === newest?.chartVersion;
  const version = wanted?.version ?? newest?.chartVersion;
  const object = verb === 'install' ? 'the install of' : 'the upgrade to';
  return {
    key: 'finish-upgrade',
    kind: 'upgrade',
    unlocks: true,
    title:
      isSame && newest?.status !== 'pending-rollback'
        ? `Finish ${object} ${version}`
        : `Upgrade to ${version}`,
    detail: `Marks revision ${newest?.revision} as failed, then upgrades to what is declared.`,
  };
}

function unlock({ newest }: DoctorFacts): Offer {
  return {
    key: 'unlock',
    kind: 'unlock',
    unlocks: true,
    title: 'Only unlock',
    detail: `Marks revision ${newest?.revision} as failed. Nothing in the cluster changes; you decide later.`,
  };
}

function uninstall(facts: DoctorFacts, unlocks: boolean): Offer {
  return {
    key: 'uninstall',
    kind: 'uninstall',
    unlocks,
    title: 'Uninstall',
    detail: 'Takes away what it left, with its history.',
    command: inTerminal(facts, 'uninstall'),
  };
}

function reinstall(facts: DoctorFacts, unlocks: boolean): Offer | undefined {
  const { wanted } = facts;
  return (
    wanted && {
      key: 'reinstall',
      kind: 'reinstall',
      unlocks,
      title: `Uninstall and install ${wanted.version}`,
      detail: 'Takes away what it left, then installs what is declared anew.',
    }
  );
}

function installAgain({ wanted }: DoctorFacts): Offer | undefined {
  return (
    wanted && {
      key: 'finish-upgrade',
      kind: 'upgrade',
      unlocks: false,
      title: `Install ${wanted.version} again`,
      detail: 'Upgrades what the first install left.',
    }
  );
}

function deployAsDeclared(facts: DoctorFacts): Offer | undefined {
  const { declaredVersion, newest, hasOverride } = facts;
  return declaredVersion === undefined
    ? undefined
    : {
        key: 'finish-upgrade',
        kind: 'upgrade',
        unlocks: false,
        asDeclared: hasOverride,
        title: `Deploy ${declaredVersion} as declared`,
        detail: `Upgrades revision ${newest?.revision} to what is declared${
          hasOverride ? ', and drops the override' : ''
        }.`,
      };
}

function finishUninstall(facts: DoctorFacts): Offer {
  const hooks = facts.uninstallHooks.length > 0;
  return {
    key: 'finish-uninstall',
    kind: 'finish-uninstall',
    unlocks: true,
    title: 'Finish the uninstall',
    detail: hooks
      ? 'Takes away what is left, with its history. Its hooks for uninstalling are not run again.'
      : 'Takes away what is left, with its history.',
    command: inTerminal(facts, 'uninstall', ...(hooks ? ['--no-hooks'] : [])),
  };
}

function undoUninstall(facts: DoctorFacts): Offer | undefined {
  const [target] = facts.good;
  return (
    target && {
      key: 'undo-uninstall',
      kind: 'rollback',
      unlocks: true,
      revision: target.revision,
      title: `Undo it: roll back to revision ${target.revision}`,
      detail: `Makes again what is gone, as in the last revision that succeeded${
        target.chartVersion ? `, chart ${target.chartVersion}` : ''
      }.`,
      command: inTerminal(facts, 'rollback', String(target.revision)),
    }
  );
}

function rebuild(facts: DoctorFacts): Offer {
  const { wanted, lost } = facts;
  return {
    key: 'rebuild',
    kind: 'rebuild',
    unlocks: true,
    title: `Rebuild the record${wanted ? ` as ${wanted.version}` : ''}`,
    detail: `Installs over what runs${
      lost?.chart ? ` (its objects say ${lost.chart})` : ''
    }, only if that changes none of it.`,
  };
}
