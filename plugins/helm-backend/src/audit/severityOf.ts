import { operationKinds } from '@backstage-helm/plugin-helm-common';
import type { NewAuditEntry } from './AuditLog';

/** As Backstage's auditor has them. */
export type AuditSeverity = 'low' | 'medium' | 'high' | 'critical';

/** Rules of the environment were set aside. */
const CRITICAL = new Set([
  'operation.broke-glass',
  'operation.freeze-overridden',
]);

/** Steps of what was allowed before; nobody decided anything. */
const STEPS = new Set([
  'operation.started',
  'operation.requeued',
  'operation.recovered',
  'operation.handed-back',
  'operation.handed-over',
]);

/** What takes something away, or takes it over. */
const HIGH_KINDS = new Set(['uninstall', 'adopt']);

/** How much an entry deserves to be looked at. */
export function severityOf(
  entry: Pick<NewAuditEntry, 'action' | 'detail' | 'outcome'>,
): AuditSeverity {
  const { action, detail = {}, outcome } = entry;
  if (CRITICAL.has(action)) {
    return 'critical';
  }
  if (STEPS.has(action)) {
    return 'low';
  }
  const kind = typeof detail.kind === 'string' ? detail.kind : '';
  const unlocks =
    operationKinds.get(kind)?.permission === 'helm.release.unlock';
  const isGivenUp = ['dead', 'interrupted'].includes(String(detail.status));
  return outcome === 'denied' || isGivenUp || HIGH_KINDS.has(kind) || unlocks
    ? 'high'
    : 'medium';
}
