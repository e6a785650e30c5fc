import { EntityRefLink } from '@backstage/plugin-catalog-react';

/** A person or another entity as `user:default/ana`, linked; a service subject as it is. */
export function Who(props: { name: string }) {
  const { name } = props;
  return /^(user|group|component|system|resource|api):[^/]+\/.+$/.test(name) ? (
    <EntityRefLink entityRef={name} hideIcon underline="always">
      {name}
    </EntityRefLink>
  ) : (
    <>{name}</>
  );
}
