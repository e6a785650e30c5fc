import type { Target } from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Unseen } from '../Base/Layout';
import { TextLink } from '../Base/TextLink';
import { useTableStyles } from '../Base/useTableStyles';

/** Two columns; what is declared is bold where it differs. */
export function DeclaredVersusDeployed(props: { target: Target }) {
  const table = useTableStyles();
  const t = useText();
  const query = useQuery();
  const { declared, deployed, release, override, state } = props.target;
  if (!declared) {
    return null;
  }
  const version = override?.version ?? declared.version;
  const rows: [string, string | undefined, string | undefined][] = [
    [t('selected.declared.chart'), declared.chart, deployed?.chartName],
    [t('selected.declared.version'), version, deployed?.chartVersion],
    [
      t('selected.declared.appVersion'),
      declared.appVersion,
      deployed?.appVersion,
    ],
    [
      t('selected.declared.namespace'),
      declared.namespace,
      deployed && release?.namespace,
    ],
  ];
  const sameVersion = version === deployed?.chartVersion;
  const valuesDiffer = state.sync === 'OutOfSync' && sameVersion;
  return (
    <Card bare title={t('selected.declared.title')}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>
              <Unseen>{t('selected.declared.what')}</Unseen>
            </th>
            <th>{t('selected.declared.declared')}</th>
            {deployed && <th>{t('selected.declared.deployed')}</th>}
          </tr>
        </thead>
        <tbody>
          {rows
            .filter(([, left, right]) => left ?? right)
            .map(([name, left, right]) => (
              <tr key={name}>
                <td className={table.dim}>{name}</td>
                <td
                  className={left && left !== right ? table.strong : undefined}
                >
                  {left ?? '–'}
                </td>
                {deployed && <td>{right}</td>}
              </tr>
            ))}
          {deployed && (
            <tr>
              <td className={table.dim}>{t('selected.declared.values')}</td>
              <td className={valuesDiffer ? table.strong : undefined}>
                {valuesDiffer
                  ? t('selected.declared.differ')
                  : t('selected.declared.same')}
              </td>
              <td>
                <TextLink
                  to={query.href({ tab: 'manifest', diff: 'declared' })}
                >
                  {t('selected.declared.showDiff')}
                </TextLink>
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </Card>
  );
}
