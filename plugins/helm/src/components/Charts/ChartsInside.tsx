import type { ChartDependency } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Chip } from '../Base/Chip';
import { Caption } from '../Base/Layout';
import { useTableStyles } from '../Base/useTableStyles';
import { isOff } from './isOff';

/** The charts that a chart brings along; nothing when it brings none. */
export function ChartsInside(props: {
  dependencies: ChartDependency[] | undefined;
  /** What the chart is given, to tell which ones are off; absent = not known. */
  values?: Record<string, unknown>;
}) {
  const table = useTableStyles();
  const t = useText();
  const { dependencies = [], values } = props;
  if (dependencies.length === 0) {
    return null;
  }
  return (
    <Card
      bare
      title={t('selected.inside.title')}
      caption={t('selected.inside.count', { count: dependencies.length })}
    >
      <table className={table.table}>
        <thead>
          <tr>
            <th>{t('selected.inside.chart')}</th>
            <th>{t('selected.inside.version')}</th>
          </tr>
        </thead>
        <tbody>
          {dependencies.map((dependency, index) => (
            <Inside
              key={`${index} ${dependency.alias ?? dependency.name}`}
              dependency={dependency}
              values={values}
            />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Inside(props: {
  dependency: ChartDependency;
  values?: Record<string, unknown>;
}) {
  const table = useTableStyles();
  const t = useText();
  const { dependency, values } = props;
  const { name, alias, version, resolved, condition, newer } = dependency;
  return (
    <tr>
      <td>
        <span className={table.strong}>{alias ?? name}</span>
        {alias && <Caption>{name}</Caption>}
        {condition && !values && (
          <Caption>{t('selected.inside.when', { condition })}</Caption>
        )}
        {values && condition && isOff(condition, values) && (
          <div>
            <Chip>{t('selected.inside.off', { condition })}</Chip>
          </div>
        )}
      </td>
      <td>
        {resolved ?? t('selected.inside.missing')}{' '}
        {newer && (
          <Chip tone="accent" icon="newer">
            {t('strip.newer', { version: newer })}
          </Chip>
        )}
        {version !== resolved && (
          <Caption>{t('selected.inside.asked', { version })}</Caption>
        )}
      </td>
    </tr>
  );
}
