import type { WayOut } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Note } from '../Base/Note';

const refusals = new Set([
  'NOT_ALLOWED',
  'ENVIRONMENT_READ_ONLY',
  'PERMISSIONS_OFF',
]);

/** That no way out is open to whoever looks, and who may open one. */
export function Denied(props: { ways: WayOut[] }) {
  const t = useText();
  const { ways } = props;
  const isDenied = ways.every(way => refusals.has(way.code ?? ''));
  const reasons = new Set(ways.flatMap(way => way.reason ?? []));
  return (
    <Note tone="mute" icon="lock">
      <strong>
        {isDenied ? t('doctor.denied.title') : t('doctor.denied.none')}
      </strong>{' '}
      {[...reasons].join(' ')}
    </Note>
  );
}
