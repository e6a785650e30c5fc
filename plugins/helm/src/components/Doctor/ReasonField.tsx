import { useEffect, useRef } from 'react';
import type { EnvironmentPolicy } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { TextArea } from '../Base/Fields';
import { Caption, Stack } from '../Base/Layout';
import type { Confirmation } from '../Deploy/useConfirm';

/** Why it is done, with what the environment wants of a reason. */
export function ReasonField(props: {
  confirm: Confirmation;
  rule?: EnvironmentPolicy['reason'];
}) {
  const t = useText();
  const field = useRef<HTMLDivElement>(null);
  const { confirm, rule } = props;
  const hint = rule?.hint ?? rule?.pattern;
  const isWrong = confirm.problem !== undefined;
  // The button is always in sight; on a phone the field is not.
  useEffect(() => {
    if (isWrong) {
      field.current?.querySelector('textarea')?.focus();
    }
  }, [isWrong]);
  return (
    <div ref={field}>
      <Stack gap={4}>
        <TextArea
          label={
            confirm.needsReason
              ? t('deploy.review.reason')
              : t('deploy.review.reasonOptional')
          }
          value={confirm.reason}
          maxLength={1000}
          problem={confirm.problem}
          onChange={confirm.setReason}
        />
        {hint && <Caption>{hint}</Caption>}
      </Stack>
    </div>
  );
}
