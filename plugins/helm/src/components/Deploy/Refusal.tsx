import { useRouteRef } from '@backstage/core-plugin-api';
import { isHelmApiError } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { operationRouteRef } from '../../routes';
import { ActionButton } from '../Base/ActionButton';
import { Failure } from '../Base/Failure';
import { Stack } from '../Base/Layout';
import { TextLink } from '../Base/TextLink';

const stalePlan = new Set(['PLAN_EXPIRED', 'PLAN_STALE', 'BASE_CHANGED']);

/** Why a change was not taken, with a new plan or the operation in the way. */
export function Refusal(props: { error: Error; onPlanAgain: () => void }) {
  const t = useText();
  const operationLink = useRouteRef(operationRouteRef);
  const { error } = props;
  const known = isHelmApiError(error) ? error : undefined;
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
      {known?.details.operation && (
        <TextLink to={operationLink({ id: known.details.operation })}>
          {t('deploy.review.busy')}
        </TextLink>
      )}
    </Stack>
  );
}
