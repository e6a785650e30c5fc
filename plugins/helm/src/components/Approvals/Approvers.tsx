import { Fragment } from 'react';
import { useText } from '../../hooks/useText';
import { Who } from '../Base/Who';

/** Everybody who may approve: users and groups linked, the owner in words. */
export function Approvers(props: { refs: readonly string[] }) {
  const t = useText();
  return (
    <>
      {props.refs.map((ref, index) => (
        <Fragment key={ref}>
          {index > 0 && ', '}
          {ref === 'owner' ? t('approvals.owner') : <Who name={ref} />}
        </Fragment>
      ))}
    </>
  );
}
