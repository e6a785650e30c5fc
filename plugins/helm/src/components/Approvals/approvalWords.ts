import {
  operationKinds,
  type EnvironmentPolicy,
} from '@backstage-helm/plugin-helm-common';
import type { Text } from '../../hooks/useText';

const kindsWithWords = ['install', 'upgrade', 'uninstall'] as const;

/** The kind as the sentences about approvals and freezes tell it. */
export function governedKind(
  kind: string,
): (typeof kindsWithWords)[number] | 'other' {
  return kindsWithWords.find(known => known === kind) ?? 'other';
}

/** Whether approvals and freezes concern a kind: they never stop a rescue (DESIGN §6). */
export function isGoverned(kind: string): boolean {
  return operationKinds.get(kind)?.isRescue !== true;
}

/** Whether somebody has to approve this kind of change before it runs. */
export function needsApproval(
  kind: string,
  policy: EnvironmentPolicy | undefined,
): boolean {
  return isGoverned(kind) && policy?.approvals !== undefined;
}

/** "30 min", "24 h", "3 d": the largest unit that leaves nothing over. */
export function span(seconds: number): string {
  if (seconds % 86_400 === 0) {
    return `${seconds / 86_400} d`;
  }
  if (seconds % 3_600 === 0) {
    return `${seconds / 3_600} h`;
  }
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** "Request deploy": what the button says where approval is needed. */
export function requestLabel(t: Text, kind: string): string {
  return t(`approvals.request.${governedKind(kind)}`);
}
