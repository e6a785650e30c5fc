import { useRouteRef } from '@backstage/core-plugin-api';
import type { Target } from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { operationRouteRef } from '../../routes';
import { FreezeNotice } from '../Approvals/FreezeNotice';
import { WaitingNotice } from '../Approvals/WaitingNotice';
import { Note } from '../Base/Note';
import { Problems } from '../Base/Problems';
import { TextLink } from '../Base/TextLink';
import { useOwnProblems } from '../EntityContent/problemsAbove';
import { isBad, operationTitle } from '../Operation/operationWords';
import { SyncNotice } from '../Sync/SyncNotice';
import { needsWords } from '../Sync/syncLook';
import { isStuck } from './isStuck';
import { OperationNotice } from './OperationNotice';
import { startAction } from './startAction';
import { StuckNote } from './StuckNote';

const plainStates = new Set(['InSync', 'OutOfSync', 'Absent', 'Progressing']);

/** The card's one remark: the first of these that holds. */
export function CardNotice(props: { target: Target; targetKey: string }) {
  const t = useText();
  const query = useQuery();
  const operationLink = useRouteRef(operationRouteRef);
  const { target } = props;
  const { own, hasAbove } = useOwnProblems(target);
  const { activeOperation, lastOperation, headline } = target;
  if (target.stale) {
    return (
      <Note tone="warn">
        <strong>{headline.reason}</strong> {t('base.lastKnown')}
      </Note>
    );
  }
  if (isStuck(target)) {
    return <StuckNote target={target} targetKey={props.targetKey} />;
  }
  if (activeOperation) {
    return activeOperation.status === 'awaiting-approval' ? (
      <WaitingNotice operation={activeOperation} />
    ) : (
      <OperationNotice operation={activeOperation} />
    );
  }
  if (own.length > 0) {
    return <Problems problems={own.slice(0, 1)} />;
  }
  if (hasAbove) {
    return <Note tone="err">{t('strip.notice.problemAbove')}</Note>;
  }
  if (needsWords(target) && !failedSince(target)) {
    return <SyncNotice target={target} />;
  }
  // A rejected request is news for who asked, and no fault of the release.
  const isRejected = lastOperation?.approval?.rejected !== undefined;
  if (lastOperation && isBad(lastOperation.status) && !isRejected) {
    return (
      <Note tone="err">
        <strong>
          {lastOperation.outcome?.title ?? operationTitle(t, lastOperation)}
        </strong>{' '}
        {operationLink && (
          <TextLink to={operationLink({ id: lastOperation.id })}>
            {t('strip.notice.seeWhy')}
          </TextLink>
        )}
      </Note>
    );
  }
  if (!plainStates.has(headline.state)) {
    return <Note tone={headline.tone}>{headline.reason}</Note>;
  }
  if (headline.state === 'Progressing') {
    return (
      <Note tone="accent">
        {headline.reason}{' '}
        <TextLink
          to={query.href(startAction('unlock', props.targetKey, target))}
        >
          {t('doctor.whoIsIt')}
        </TextLink>
      </Note>
    );
  }
  return <FreezeNotice policy={target.environment.policy} />;
}

/** What went wrong after sync was paused is the newer news. */
function failedSince({ syncStatus, lastOperation }: Target): boolean {
  const { paused } = syncStatus ?? {};
  return (
    paused !== undefined &&
    lastOperation !== undefined &&
    isBad(lastOperation.status) &&
    Date.parse(lastOperation.createdAt) > Date.parse(paused.at)
  );
}
