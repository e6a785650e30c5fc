import { useRouteRef } from '@backstage/core-plugin-api';
import type { Operation } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { operationRouteRef } from '../../routes';
import { Card } from '../Base/Card';
import { Caption, Stack } from '../Base/Layout';
import { TextLink } from '../Base/TextLink';

/** The rollback that followed, what this one follows, what it repeats. */
export function LinkedOperations(props: { operation: Operation }) {
  const t = useText();
  const operationLink = useRouteRef(operationRouteRef);
  const { followedBy, follows, retryOf } = props.operation;
  const links = [
    { label: t('operation.followedBy'), id: followedBy },
    { label: t('operation.follows'), id: follows },
    { label: t('operation.retryOf'), id: retryOf },
  ];
  if (links.every(link => !link.id)) {
    return null;
  }
  return (
    <Card title={t('operation.linked')}>
      <Stack gap={8}>
        {links.map(
          ({ label, id }) =>
            id && (
              <div key={label}>
                <TextLink to={operationLink({ id })}>{label}</TextLink>
                <Caption>{t('operation.id', { id })}</Caption>
              </div>
            ),
        )}
      </Stack>
    </Card>
  );
}
