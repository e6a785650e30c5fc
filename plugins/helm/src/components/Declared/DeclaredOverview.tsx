import { useApi } from '@backstage/core-plugin-api';
import {
  stringifyReleaseRef,
  type DeclaredTarget,
  type EntityDeclared,
  type Target,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useOnce } from '../../hooks/useOnce';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Failure } from '../Base/Failure';
import { Caption, Stack } from '../Base/Layout';
import { Segmented } from '../Base/Segmented';
import { Skeleton } from '../Base/Skeleton';
import { compareDeclared, groupTargets } from './compareDeclared';
import { DeclaredTable } from './DeclaredTable';

/** What each environment declares, side by side: for promotion by commit. */
export function DeclaredOverview(props: {
  entityRef: string;
  targets: Target[];
}) {
  const t = useText();
  const api = useApi(helmApiRef);
  const { entityRef, targets } = props;
  // Read again when any declaration was.
  const key = targets.map(({ declared }) => declared?.valuesDigest).join();
  const { data, error, isLoading, refresh } = useOnce(
    `${entityRef} ${key}`,
    () => api.entityDeclared(entityRef),
  );
  if (isLoading) {
    return <Skeleton label={t('propose.declared.reading')} lines={8} />;
  }
  return (
    <Stack>
      {error && (
        <Failure
          title={t('propose.declared.unreadable')}
          error={error}
          retry={refresh}
        />
      )}
      {groupTargets(targets).map(group => (
        <Group key={group.name ?? ''} {...group} declared={data} />
      ))}
    </Stack>
  );
}

function Group(props: {
  name?: string;
  targets: Target[];
  declared?: EntityDeclared;
}) {
  const t = useText();
  const query = useQuery();
  const { name, targets, declared } = props;
  const found = targets.map(target => find(declared, target));
  const rows = compareDeclared(found.map(each => each?.values));
  const isAll = query.get('keys') === 'all';
  const shown = isAll ? rows : rows.filter(({ differs }) => differs);
  const same = rows.length - rows.filter(({ differs }) => differs).length;
  const more = Math.max(0, ...found.map(each => each?.moreKeys ?? 0));
  return (
    <Card
      bare
      title={
        name
          ? t('propose.declared.titleOf', { release: name })
          : t('propose.declared.title')
      }
      aside={
        <Segmented
          dense
          label={t('propose.declared.show')}
          value={isAll ? 'all' : 'differences'}
          options={[
            {
              value: 'differences',
              label: t('propose.declared.differences'),
            },
            { value: 'all', label: t('propose.declared.all') },
          ]}
          onChange={value =>
            query.set({ keys: value === 'all' ? 'all' : undefined })
          }
        />
      }
      footer={
        <Caption>
          {[
            t('propose.declared.legend'),
            declared && rows.length === same && t('propose.declared.none'),
            !isAll && same > 0 && t('propose.declared.same', { count: same }),
            more > 0 && t('propose.declared.more', { count: more }),
          ]
            .filter(Boolean)
            .join(' ')}
        </Caption>
      }
    >
      <DeclaredTable targets={targets} declared={found} rows={shown} />
    </Card>
  );
}

function find(
  declared: EntityDeclared | undefined,
  { release }: Target,
): DeclaredTarget | undefined {
  return declared?.targets.find(
    each =>
      release &&
      stringifyReleaseRef(each.release) === stringifyReleaseRef(release),
  );
}
