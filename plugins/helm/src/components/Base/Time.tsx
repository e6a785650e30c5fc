import { DateTime } from 'luxon';
import { useNow } from '../../hooks/useNow';
import { useText, type Text } from '../../hooks/useText';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `12 Nov 2026, 09:12 UTC` */
export function absoluteTime(iso: string): string {
  return `${DateTime.fromISO(iso).toUTC().toFormat('d LLL yyyy, HH:mm')} UTC`;
}

/** Relative up to a week, then date and time. */
export function relativeTime(t: Text, iso: string, now: number): string {
  const age = now - Date.parse(iso);
  if (age < 5 * SECOND) {
    return t('base.time.now');
  }
  if (age < MINUTE) {
    return t('base.time.seconds', { n: String(Math.floor(age / SECOND)) });
  }
  if (age < HOUR) {
    return t('base.time.minutes', { n: String(Math.floor(age / MINUTE)) });
  }
  if (age < DAY) {
    return t('base.time.hours', { n: String(Math.floor(age / HOUR)) });
  }
  if (age < 7 * DAY) {
    return t('base.time.days', { count: Math.floor(age / DAY) });
  }
  return absoluteTime(iso);
}

/** `1 m 12 s`, `0.8 s`, `2 h 5 m`. */
export function duration(ms: number): string {
  if (ms < 10 * SECOND) {
    return `${(Math.max(0, ms) / SECOND).toFixed(1)} s`;
  }
  if (ms < MINUTE) {
    return `${Math.floor(ms / SECOND)} s`;
  }
  if (ms < HOUR) {
    const seconds = Math.floor((ms % MINUTE) / SECOND);
    return `${Math.floor(ms / MINUTE)} m ${String(seconds).padStart(2, '0')} s`;
  }
  return `${Math.floor(ms / HOUR)} h ${Math.floor((ms % HOUR) / MINUTE)} m`;
}

/** A moment; the absolute time is its tooltip. */
export function Time(props: { at: string }) {
  const t = useText();
  const now = useNow(10 * SECOND);
  return (
    <time dateTime={props.at} title={absoluteTime(props.at)}>
      {relativeTime(t, props.at, now)}
    </time>
  );
}
