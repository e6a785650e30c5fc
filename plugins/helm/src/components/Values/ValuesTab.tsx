import { useState } from 'react';
import type {
  RevisionDetail,
  Target,
} from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useRevision } from '../../hooks/useRevision';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { CopyButton } from '../Base/CopyButton';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { SearchField, SelectField } from '../Base/Fields';
import { Columns, Row, Stack } from '../Base/Layout';
import { Segmented } from '../Base/Segmented';
import { Skeleton } from '../Base/Skeleton';
import { Why } from '../Base/Why';
import { LayersCard } from './LayersCard';
import { ValuesTree } from './ValuesTree';

type Which = 'mine' | 'computed';

/** What was set here or what Helm was given, each key with its layer. */
export function ValuesTab(props: { target: Target; all: Target[] }) {
  const t = useText();
  const { release, deployed } = props.target;
  const { data, error, isLoading, refresh } = useRevision(
    release,
    deployed?.revision,
  );
  return (
    <>
      {isLoading && <Skeleton label={t('base.loading')} />}
      {error && !data && (
        <Failure
          title={t('selected.values.failed')}
          error={error}
          retry={refresh}
        />
      )}
      {data?.valuesDenied && (
        <Card title={t('selected.values.title')}>
          <Stack gap={8}>
            <strong>{t('selected.values.denied')}</strong>
            <Why>{data.valuesDenied}</Why>
          </Stack>
        </Card>
      )}
      {data && !data.valuesDenied && <Values {...props} detail={data} />}
    </>
  );
}

function Values(props: {
  target: Target;
  all: Target[];
  detail: RevisionDetail;
}) {
  const t = useText();
  const query = useQuery();
  const [search, setSearch] = useState('');
  const { target, all, detail } = props;
  const which: Which = query.get('values') === 'computed' ? 'computed' : 'mine';
  const others = all.filter(other => other !== target && other.deployed);
  const besideTarget = others.find(
    other => other.environment.name === query.get('beside'),
  );
  const beside = useRevision(
    besideTarget?.release,
    besideTarget?.deployed?.revision,
  ).data?.[which];
  const document = detail[which];
  const isEmpty = !document || ['', '{}'].includes(document.yaml.trim());
  const words = { revision: String(detail.revision.revision) };
  return (
    <Stack>
      <Row>
        <Segmented<Which>
          label={t('selected.values.show')}
          value={which}
          options={[
            { value: 'mine', label: t('selected.values.mine') },
            { value: 'computed', label: t('selected.values.computed') },
          ]}
          onChange={value => query.set({ values: value }, { replace: true })}
        />
        <SearchField
          label={t('selected.values.search')}
          value={search}
          onChange={setSearch}
        />
        {others.length > 0 && (
          <SelectField
            label={t('selected.values.beside')}
            value={besideTarget?.environment.name ?? ''}
            options={[
              { value: '', label: t('selected.values.none') },
              ...others.map(({ environment }) => ({
                value: environment.name,
                label: environment.name,
              })),
            ]}
            onChange={value =>
              query.set({ beside: value || undefined }, { replace: true })
            }
          />
        )}
        {document && (
          <CopyButton label={t('selected.values.copy')} text={document.yaml} />
        )}
      </Row>
      <Columns of="twoThirds">
        <Card
          bare
          title={t(`selected.values.${which}`)}
          caption={t(`selected.values.${which}Caption`, words)}
        >
          {isEmpty ? (
            <Empty icon="document" title={t('selected.values.empty')} />
          ) : (
            <ValuesTree
              label={t('selected.values.linesOf', {
                title: t(`selected.values.${which}`),
              })}
              document={document}
              search={search}
              beside={
                besideTarget && beside
                  ? { name: besideTarget.environment.name, yaml: beside.yaml }
                  : undefined
              }
            />
          )}
        </Card>
        {document && <LayersCard document={document} />}
      </Columns>
    </Stack>
  );
}
