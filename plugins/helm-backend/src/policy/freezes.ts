import type { Freeze } from '@backstage-helm/plugin-helm-common';
import { Cron } from 'croner';
import type { FreezeConfig } from '../config/HelmConfig';

/** More begins than this of one rule are not looked at. */
const MAX_BEGINS = 50;

/**
 * The windows of the rules that touch `[from, until)`, soonest first. A rule
 * that recurs is read in its own time zone: a window keeps its length when the
 * clocks change.
 *
 * @param from - epoch milliseconds
 * @param until - epoch milliseconds
 */
export function freezesBetween(
  rules: readonly FreezeConfig[],
  from: number,
  until: number,
): Freeze[] {
  return rules
    .flatMap(rule => windowsOf(rule, from, until))
    .filter(({ start, end }) => start < until && end > from)
    .sort((left, right) => left.start - right.start)
    .map(({ title, start, end }) => ({
      title,
      start: new Date(start).toISOString(),
      end: new Date(end).toISOString(),
    }));
}

/** The freeze that holds at `now`: of several the one that ends last. */
export function freezeAt(
  rules: readonly FreezeConfig[],
  now: number,
): Freeze | undefined {
  return freezesBetween(rules, now, now + 1).sort((left, right) =>
    left.end < right.end ? 1 : -1,
  )[0];
}

interface Window {
  title: string;
  start: number;
  end: number;
}

function windowsOf(rule: FreezeConfig, from: number, until: number): Window[] {
  const { title } = rule;
  if (rule.type === 'once') {
    return [{ title, start: rule.start, end: rule.end }];
  }
  const length = rule.durationSeconds * 1000;
  const cron = new Cron(rule.schedule, {
    timezone: rule.timeZone,
    paused: true,
  });
  const windows: Window[] = [];
  // One that began before `from` may still last.
  let begin = cron.nextRun(new Date(from - length));
  while (begin && begin.getTime() < until && windows.length < MAX_BEGINS) {
    const start = begin.getTime();
    windows.push({ title, start, end: start + length });
    begin = cron.nextRun(begin);
  }
  return windows;
}
