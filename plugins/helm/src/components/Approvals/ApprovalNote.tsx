import type {
  EnvironmentPolicy,
  EnvironmentSummary,
  Plan,
} from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Note } from '../Base/Note';
import { absoluteTime } from '../Base/Time';
import { governedKind, isGoverned, span } from './approvalWords';
import { Approvers } from './Approvers';

/** How many approvals, by whom, why not one's own; the freeze ahead; the promotion rule. */
export function ApprovalNote(props: {
  plan: Plan;
  environment: EnvironmentSummary;
}) {
  const { plan, environment } = props;
  const { policy } = environment;
  if (!isGoverned(plan.kind)) {
    return policy.approvals || policy.frozen ? (
      <NotStopped kind={plan.kind} />
    ) : null;
  }
  const ahead = policy.freezesAhead[0];
  const isPromoted =
    policy.promotion && ['install', 'upgrade'].includes(plan.kind);
  if (!policy.approvals && !ahead && !isPromoted) {
    return null;
  }
  return (
    <Note tone="accent" icon="shield">
      {policy.approvals && (
        <Needed
          kind={plan.kind}
          environment={environment.name}
          approvals={policy.approvals}
        />
      )}{' '}
      {isPromoted && <Promotion environment={environment} />}{' '}
      {ahead && <Ahead environment={environment} />}
    </Note>
  );
}

function NotStopped(props: { kind: string }) {
  const t = useText();
  return (
    <Note tone="accent" icon="shield">
      {props.kind === 'rollback'
        ? t('approvals.note.rollback')
        : t('approvals.note.rescue')}
    </Note>
  );
}

function Needed(props: {
  kind: string;
  environment: string;
  approvals: NonNullable<EnvironmentPolicy['approvals']>;
}) {
  const t = useText();
  const { kind, environment, approvals } = props;
  return (
    <>
      <strong>
        {t('approvals.note.needs', {
          count: approvals.required,
          what: t(`approvals.what.${governedKind(kind)}`, { environment }),
        })}
      </strong>{' '}
      {t('approvals.note.from', {
        who: <Approvers refs={approvals.approvers} />,
      })}{' '}
      {approvals.selfApproval
        ? t('approvals.note.own')
        : t('approvals.note.notOwn')}{' '}
      {t('approvals.note.within', { time: span(approvals.expirySeconds) })}
    </>
  );
}

function Promotion(props: { environment: EnvironmentSummary }) {
  const t = useText();
  const { name, promoteFrom, policy } = props.environment;
  const words = { from: promoteFrom ?? '', to: name };
  const seconds = policy.promotion?.soakSeconds ?? 0;
  return (
    <>
      {seconds > 0
        ? t('approvals.note.soak', { ...words, time: span(seconds) })
        : t('approvals.note.promotion', words)}
    </>
  );
}

function Ahead(props: { environment: EnvironmentSummary }) {
  const t = useText();
  const { name, policy } = props.environment;
  const [ahead] = policy.freezesAhead;
  return (
    <>
      {t('approvals.freeze.ahead', {
        title: ahead.title,
        environment: name,
        start: absoluteTime(ahead.start),
        end: absoluteTime(ahead.end),
      })}
    </>
  );
}
