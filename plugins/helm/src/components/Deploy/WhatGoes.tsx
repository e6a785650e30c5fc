import type { Plan } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Chip } from '../Base/Chip';
import { Empty } from '../Base/Empty';
import { useTableStyles } from '../Base/useTableStyles';

/** The objects that an uninstall removes, and those that stay. */
export function WhatGoes(props: { plan: Plan; title?: string }) {
  const table = useTableStyles();
  const t = useText();
  const { objects } = props.plan;
  return (
    <Card
      bare
      title={props.title ?? t('deploy.review.goes')}
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
