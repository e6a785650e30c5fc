import { DateTime } from 'luxon';
import type { OperationEvent } from '@backstage-helm/plugin-helm-common';
import type { LogLine } from '../Base/LogLines';

const tones: Record<OperationEvent['type'], LogLine['tone']> = {
  log: 'plain',
  status: 'dim',
  phase: 'dim',
  warning: 'err',
  truncated: 'dim',
};

/** Events as lines of a log, with the local time of day. */
export function logLines(events: OperationEvent[]): LogLine[] {
  return events.map(event => ({
    key: event.seq,
    time: DateTime.fromISO(event.at).toFormat('HH:mm:ss'),
    text: event.text,
    tone: tones[event.type],
  }));
}
