import type { WayOut } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Note } from '../Base/Note';

const refusals = new Set([
  'NOT_ALLOWED',
  'ENVIRONMENT_READ_ONLY',
  'PERMISSIONS_OFF',
]);

/** The one reason that closes every way out, where there is but one. */
export function sharedReason(ways: WayOut[]): string | undefined {
  const reasons = new Set(ways.map(way => way.reason));
  return reasons.size === 1 ? ways[0].reason : undefined;
}

/** That no way out is open to whoever looks, and who may open one. */
export function Denied(props: { ways: WayOut[] }) {
  const t = useText();
  const { ways } = props;
  const isDenied = ways.every(way => refusals.has(way.code ?? ''));
  return (
    <Note tone="mute" icon="lock">
      <strong>
        {isDenied ? t('doctor.denied.title') : t('doctor.denied.none')}
      </strong>{' '}
      {sharedReason(ways)}
    </Note>
  );
}
