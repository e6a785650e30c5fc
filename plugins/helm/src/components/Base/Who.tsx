import { EntityRefLink } from '@backstage/plugin-catalog-react';

/** A person as `user:default/ana`, linked; a service subject as it is. */
export function Who(props: { name: string }) {
  const { name } = props;
  return /^user:[^/]+\/.+$/.test(name) ? (
    <EntityRefLink entityRef={name} hideIcon>
      {name}
    </EntityRefLink>
  ) : (
    <>{name}</>
  );
}
