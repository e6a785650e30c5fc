import { Fragment } from 'react';
import type { Resource } from '@backstage-helm/plugin-helm-common';
import { useNow } from '../../hooks/useNow';
import { useText } from '../../hooks/useText';
import type { Tone } from '../../theme/tokens';
import { Chip } from '../Base/Chip';
import type { IconName } from '../Base/iconShapes';
import { duration } from '../Base/Time';
import { useTableStyles } from '../Base/useTableStyles';
import { FailingContainers } from './FailingContainers';

const looks: Record<Resource['status'], { tone: Tone; icon: IconName }> = {
  Ready: { tone: 'ok', icon: 'tick' },
  Progressing: { tone: 'accent', icon: 'progress' },
  Failed: { tone: 'err', icon: 'cross' },
  Missing: { tone: 'err', icon: 'absent' },
  Unknown: { tone: 'mute', icon: 'question' },
};

/** Objects with their state in words; `withContainers` shows what fails in each. */
export function ResourceTable(props: {
  items: Resource[];
  withContainers?: boolean;
}) {
  const table = useTableStyles();
  const t = useText();
  const now = useNow(1000);
  return (
    <table className={`${table.table} ${table.list}`}>
      <thead>
        <tr>
          <th>{t('selected.resources.object')}</th>
          <th>{t('selected.resources.state')}</th>
          <th>{t('selected.resources.words')}</th>
          <th>{t('selected.resources.since')}</th>
        </tr>
      </thead>
      <tbody>
        {props.items.map(item => (
          <Fragment
            key={`${item.apiVersion}/${item.kind}/${item.namespace}/${item.name}`}
          >
            <tr>
              <td>
                <span className={table.dim}>{item.kind}</span> {item.name}{' '}
                {item.isHook && <Chip>{t('selected.resources.hook')}</Chip>}
              </td>
              <td>
                <Chip
                  tone={looks[item.status].tone}
                  icon={looks[item.status].icon}
                >
                  {t(`base.resourceStatus.${item.status}`)}
                </Chip>
              </td>
              <td>{item.words}</td>
              <td className={table.nowrap}>
                {item.since && duration(now - Date.parse(item.since))}
              </td>
            </tr>
            {props.withContainers && item.failing.length > 0 && (
              <tr>
                <td colSpan={4}>
                  <FailingContainers failing={item.failing} />
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}
