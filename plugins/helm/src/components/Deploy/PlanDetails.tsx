import {
  stringifyReleaseRef,
  type Plan,
} from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Columns, Stack } from '../Base/Layout';
import { DiffCard } from '../Diff/DiffCard';
import { HooksCard } from './HooksCard';
import { WhatGoes } from './WhatGoes';

const withDiff = new Set(['install', 'upgrade', 'rollback', 'adopt']);

/** What a plan would do: values and manifest diff, or what goes, or which hooks run. */
export function PlanDetails(props: { plan: Plan }) {
  const t = useText();
  const { plan } = props;
  const sides = {
    left: `${stringifyReleaseRef(plan.release)}@deployed`,
    right: `plan:${plan.id}`,
  };
  return (
    <Stack>
      {withDiff.has(plan.kind) && (
        <Columns of="halves">
          <DiffCard
            title={t('selected.diff.valuesTitle')}
            query={{ ...sides, of: 'values' }}
          />
          <DiffCard
            title={t('selected.diff.manifestTitle')}
            query={{ ...sides, of: 'manifest' }}
          />
        </Columns>
      )}
      {plan.kind === 'uninstall' && <WhatGoes plan={plan} />}
      {(plan.hooks.length > 0 || plan.kind === 'test') && (
        <HooksCard plan={plan} />
      )}
    </Stack>
  );
}
