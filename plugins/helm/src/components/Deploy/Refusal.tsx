import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { isHelmApiError } from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useLive } from '../../hooks/useLive';
import { useText } from '../../hooks/useText';
import { operationRouteRef } from '../../routes';
import { ActionButton } from '../Base/ActionButton';
import { Failure } from '../Base/Failure';
import { Caption, Row, Stack } from '../Base/Layout';
import { TextLink } from '../Base/TextLink';

const stalePlan = new Set(['PLAN_EXPIRED', 'PLAN_STALE', 'BASE_CHANGED']);

/**
 * Why a change was not taken, with a new plan or the operation in the way; one
 * that only waits for approval can be replaced.
 */
export function Refusal(props: {
  error: Error;
  onPlanAgain: () => void;
  onReplace?: (waiting: string) => void;
}) {
  const t = useText();
  const operationLink = useRouteRef(operationRouteRef);
  const { error, onReplace } = props;
  const known = isHelmApiError(error) ? error : undefined;
  const inTheWay = known?.details.operation;
  return (
    <Stack gap={8}>
      <Failure title={t('deploy.review.failed')} error={error} />
      {known && stalePlan.has(known.code) && (
        <div>
          <ActionButton icon="retry" onClick={props.onPlanAgain}>
            {t('deploy.review.again')}
          </ActionButton>
        </div>
      )}
      {inTheWay && (
        <TextLink to={operationLink({ id: inTheWay })}>
          {t('deploy.review.busy')}
        </TextLink>
      )}
      {inTheWay && onReplace && known.code === 'RELEASE_BUSY' && (
        <Replace id={inTheWay} onReplace={onReplace} />
      )}
    </Stack>
  );
}

function Replace(props: { id: string; onReplace: (waiting: string) => void }) {
  const t = useText();
  const api = useApi(helmApiRef);
  const { id, onReplace } = props;
  const { data } = useLive(`operation:${id}`, () => api.operation(id));
  return data?.status === 'awaiting-approval' ? (
    <Row>
      <ActionButton icon="shield" onClick={() => onReplace(id)}>
        {t('approvals.replace.button')}
      </ActionButton>
      <Caption>{t('approvals.replace.text')}</Caption>
    </Row>
  ) : null;
}
