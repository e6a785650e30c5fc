import {
  stringifyReleaseRef,
  type Plan,
} from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Chip } from '../Base/Chip';
import { Empty } from '../Base/Empty';
import { Columns, Stack } from '../Base/Layout';
import { useTableStyles } from '../Base/useTableStyles';
import { DiffCard } from '../Diff/DiffCard';

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
      {(plan.hooks.length > 0 || plan.kind === 'test') && <Hooks plan={plan} />}
    </Stack>
  );
}

function WhatGoes(props: { plan: Plan }) {
  const table = useTableStyles();
  const t = useText();
  const { objects } = props.plan;
  return (
    <Card
      bare
      title={t('deploy.review.goes')}
      caption={t('selected.resources.of', {
        n: String(objects.filter(object => !object.keeps).length),
        all: String(objects.length),
      })}
    >
      {objects.length === 0 && (
        <Empty icon="box" title={t('deploy.review.noObjects')} />
      )}
      <table className={table.table}>
        <tbody>
          {objects.map(object => (
            <tr key={`${object.kind}/${object.name}`}>
              <td>
                <span className={table.dim}>{object.kind}</span> {object.name}
              </td>
              <td>
                {object.keeps ? (
                  <Chip icon="shield">{t('deploy.review.stays')}</Chip>
                ) : (
                  <Chip tone="err" icon="trash">
                    {t('deploy.review.removed')}
                  </Chip>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Hooks(props: { plan: Plan }) {
  const table = useTableStyles();
  const t = useText();
  const { hooks } = props.plan;
  return (
    <Card bare title={t('deploy.review.hooks')}>
      {hooks.length === 0 && (
        <Empty icon="info" title={t('deploy.review.noHooks')} />
      )}
      <table className={table.table}>
        <tbody>
          {hooks.map(hook => (
            <tr key={`${hook.kind}/${hook.name}`}>
              <td>
                <span className={table.dim}>{hook.kind}</span> {hook.name}
              </td>
              <td>{hook.events.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
