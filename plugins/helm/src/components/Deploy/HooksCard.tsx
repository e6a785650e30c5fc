import type { Plan } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Empty } from '../Base/Empty';
import { useTableStyles } from '../Base/useTableStyles';

/** The hooks that a plan runs, with their events. */
export function HooksCard(props: { plan: Plan }) {
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
