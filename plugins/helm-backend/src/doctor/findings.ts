import {
  operationKinds,
  type Doctor,
  type Operation,
} from '@backstage-helm/plugin-helm-common';
import type { DoctorFacts } from './DoctorFacts';
import { isStuck, type Holder } from './holder';
import { age, clock } from './moments';

type Finding = Doctor['found'][number];

/** `upgrade 2.3.1 → 2.4.0`, `rollback to revision 28`. */
export function nameOf(operation: Operation): string {
  const { kind, fromVersion, toVersion, toRevision } = operation;
  const verb = (operationKinds.get(kind)?.verb ?? kind).toLowerCase();
  if (toRevision !== undefined) {
    return `${kind} to revision ${toRevision}`;
  }
  if (fromVersion && toVersion && fromVersion !== toVersion) {
    return `${verb} ${fromVersion} → ${toVersion}`;
  }
  return toVersion ? `${verb} ${toVersion}` : verb;
}

const during: Partial<Record<string, string>> = {
  preflight: 'before it did anything',
  fetch: 'while it got the chart',
  hooks: 'while its hooks ran',
  apply: 'while it applied the objects',
  wait: 'during the wait for resources',
  settle: 'while it was recorded',
};

/** Who or what left it, whether anybody holds it now, and what else is odd. */
export function findings(
  facts: DoctorFacts,
  holder: Holder | undefined,
): Finding[] {
  return [
    ...whoLeftIt(facts),
    ...whoHoldsIt(facts, holder),
    ...splitBrain(facts),
    ...missingTarget(facts),
    ...lostObjects(facts),
  ];
}

function whoLeftIt(facts: DoctorFacts): Finding[] {
  const { maker, running, newest } = facts;
  const isStill = isStuck(newest?.status);
  if (!isStill && newest?.status !== 'failed') {
    return [];
  }
  if (!maker) {
    return isStill ? outsider(facts) : [];
  }
  if (maker.id === running?.id) {
    return [];
  }
  return [
    {
      tone: 'err',
      what: `Left by the ${nameOf(maker)}`,
      detail: `${maker.requestedBy}${
        maker.reason ? `: “${maker.reason}”` : ''
      }`,
      operationId: maker.id,
      user: maker.requestedBy.startsWith('user:')
        ? maker.requestedBy
        : undefined,
    },
    ...(isStill ? howItBrokeOff(facts, maker) : howItFailed(maker)),
  ];
}

function outsider({ trace }: DoctorFacts): Finding[] {
  return trace
    ? [
        {
          tone: 'err',
          what: 'Left by a Helm outside of the portal',
          detail: `Written at ${clock(trace.writtenAt)} by ${
            trace.writers.filter(Boolean).join(', ') || 'an unnamed client'
          }; nobody said why.`,
        },
      ]
    : [];
}

function howItBrokeOff({ run }: DoctorFacts, maker: Operation): Finding[] {
  const at = run?.lastSeenAt ?? maker.finishedAt;
  const phase = maker.phases.find(
    ({ status }) => status === 'failed' || status === 'running',
  );
  const where = [run?.host, phase && during[phase.name]].filter(Boolean);
  return at
    ? [
        {
          tone: 'warn',
          what: run?.portalDied
            ? `The portal instance that ran it stopped at ${clock(at)}`
            : `Its Helm ended at ${clock(at)} without recording how it went`,
          detail: where.length ? where.join(', ') : undefined,
        },
      ]
    : [];
}

function howItFailed({ outcome }: Operation): Finding[] {
  return outcome
    ? [{ tone: 'err', what: outcome.title, detail: outcome.why }]
    : [];
}

function whoHoldsIt(
  { newest, trace, now, environment }: DoctorFacts,
  holder: Holder | undefined,
): Finding[] {
  if (holder?.by === 'operation') {
    const { operation } = holder;
    return [
      {
        tone: 'accent',
        what: `The ${nameOf(operation)} works on it`,
        detail: operation.requestedBy,
        operationId: operation.id,
      },
    ];
  }
  if (holder) {
    return [
      {
        tone: 'accent',
        what: 'A Helm outside of the portal may be at work',
        detail: `The record was written ${age(
          now,
          holder.writtenAt,
        )} ago; such a Helm is given ${
          environment.outsideLimitMs / 1000
        } s before it is held for dead.`,
      },
    ];
  }
  return trace && isStuck(newest?.status)
    ? [
        {
          tone: 'ok',
          what: 'Nobody holds the release now',
          detail: `No lease and no Helm of the portal; the record was last written ${age(
            now,
            trace.writtenAt,
          )} ago.`,
        },
      ]
    : [];
}

/** Helm believes the payload; a label that says otherwise misleads people. */
function splitBrain({ newest, trace }: DoctorFacts): Finding[] {
  return newest &&
    trace?.labelStatus &&
    isStuck(newest.status) &&
    trace.labelStatus !== newest.status
    ? [
        {
          tone: 'warn',
          what: `Its label says ${trace.labelStatus}, its record says ${newest.status}`,
          detail:
            'Somebody changed the label alone. Helm goes by the record, so that freed nothing.',
        },
      ]
    : [];
}

function missingTarget(facts: DoctorFacts): Finding[] {
  const { newest, good, knownGood, environment } = facts;
  const needsOne =
    newest !== undefined &&
    newest.revision > 1 &&
    (isStuck(newest.status) || newest.status === 'failed');
  if (!needsOne || good.length > 0) {
    return [];
  }
  return [
    {
      tone: 'warn',
      what: 'There is no revision to go back to',
      detail:
        knownGood === undefined
          ? 'No earlier revision is known to have succeeded.'
          : `Revision ${knownGood} succeeded, but is not in the cluster any more: the history keeps ${environment.historyMax} revisions.`,
    },
  ];
}

function lostObjects({ newest, lost }: DoctorFacts): Finding[] {
  if (newest || !lost?.objects.length) {
    return [];
  }
  const names = lost.objects
    .slice(0, 5)
    .map(({ kind, name }) => `${kind} ${name}`);
  const more = lost.objects.length - names.length;
  return [
    {
      tone: 'err',
      what: 'Helm’s record of it is gone',
      detail: 'Somebody deleted the Secrets that Helm keeps it in.',
    },
    {
      tone: 'warn',
      what: `Still there: ${names.join(', ')}${
        more ? ` and ${more} more` : ''
      }`,
      detail: lost.chart ? `Made by ${lost.chart}.` : undefined,
    },
  ];
}
