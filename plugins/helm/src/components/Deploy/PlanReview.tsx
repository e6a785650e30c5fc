import type { Plan } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Stack } from '../Base/Layout';
import { Note } from '../Base/Note';
import { Problems } from '../Base/Problems';
import { Impact } from './Impact';
import { PlanDetails } from './PlanDetails';

/** The plan to decide on: what stops it, what it risks, what it changes. */
export function PlanReview(props: {
  plan: Plan;
  accepted?: ReadonlySet<string>;
  onAccept?: (key: string, accepted: boolean) => void;
}) {
  const t = useText();
  const { plan } = props;
  return (
    <Stack>
      {plan.blockedBy.length > 0 && <Problems problems={plan.blockedBy} />}
      {plan.overrideKeys.length > 0 && (
        <Note tone="accent" icon="edit">
          {t('deploy.review.overrideKeys', {
            keys: plan.overrideKeys.join(', '),
          })}
        </Note>
      )}
      <Impact plan={plan} accepted={props.accepted} onAccept={props.onAccept} />
      <PlanDetails plan={plan} />
    </Stack>
  );
}
