import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { SYSTEM_CATALOG } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';

/**
 * A person or another entity as `user:default/ana`, linked; the catalog by its
 * name, another service subject as it is.
 */
export function Who(props: { name: string }) {
  const t = useText();
  const { name } = props;
  if (name === SYSTEM_CATALOG) {
    return <>{t('base.catalog')}</>;
  }
  return /^(user|group|component|system|resource|api):[^/]+\/.+$/.test(name) ? (
    <EntityRefLink entityRef={name} hideIcon underline="always">
      {name}
    </EntityRefLink>
  ) : (
    <>{name}</>
  );
}
