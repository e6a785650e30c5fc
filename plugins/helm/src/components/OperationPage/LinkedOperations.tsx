import { useRouteRef } from '@backstage/core-plugin-api';
import type { Operation } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { operationRouteRef } from '../../routes';
import { Card } from '../Base/Card';
import { KeyValues } from '../Base/KeyValues';
import { TextLink } from '../Base/TextLink';

/** The rollback that followed, what this one follows, what it repeats. */
export function LinkedOperations(props: { operation: Operation }) {
  const t = useText();
  const operationLink = useRouteRef(operationRouteRef);
  const { followedBy, follows, retryOf } = props.operation;
  if (!followedBy && !follows && !retryOf) {
    return null;
  }
  const link = (id: string | undefined) =>
    id && <TextLink to={operationLink({ id })}>{id}</TextLink>;
  return (
    <Card title={t('operation.linked')}>
      <KeyValues
        entries={[
          [t('operation.followedBy'), link(followedBy)],
          [t('operation.follows'), link(follows)],
          [t('operation.retryOf'), link(retryOf)],
        ]}
      />
    </Card>
  );
}
