import { operationKinds } from '@backstage-helm/plugin-helm-common';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import type { OperationRow } from '../database/OperationRow';
import type { OperationNews } from '../operations/OperationNews';

/** Who has to do with an operation, as refs of users and groups. */
export interface Concerned {
  /** Of the entity that the release belongs to. */
  owner?: string;
  /** As the environment names them, `owner` among them. */
  approvers: readonly string[];
}

/** A success after this long is news; before, one is still looking at it. */
const LONG_MS = 5 * 60_000;
const TITLE_LENGTH = 200;
const TEXT_LENGTH = 500;
const TOPIC = 'Helm';

type Severity = 'critical' | 'high' | 'normal' | 'low';
type Audience = 'requester' | 'owner' | 'approvers';

/** What is told to whom, before refs are resolved. */
interface Message {
  to: Audience[];
  title: string;
  text?: string;
  severity: Severity;
  /** Of its own, so that what happens next does not replace it. */
  stays?: boolean;
}

/** Failures that a person has to look at. */
const SEVERITIES: Record<string, Severity> = {
  dead: 'high',
  failed: 'high',
  interrupted: 'high',
  'rolled-back': 'normal',
};

/** Endings that are news of their own. */
const TOLD_BEFORE = new Set([
  'APPROVAL_EXPIRED',
  'APPROVAL_REJECTED',
  'SUPERSEDED',
]);

/**
 * The notification of a piece of news; undefined when nobody has to know.
 * Later ones of an operation replace its earlier ones. Texts are sentences of
 * the operation, which are redacted.
 */
export function composeNotification(
  news: OperationNews,
  concerned: Concerned,
): NotificationSendOptions | undefined {
  const message = messageOf(news);
  if (!message) {
    return undefined;
  }
  const { operation, type } = news;
  const doer = doerOf(news);
  const entityRef = recipientsOf(message.to, operation, concerned);
  // Nobody is told of what they have just done.
  if (entityRef.every(ref => ref === doer)) {
    return undefined;
  }
  const scope = `helm:operation:${operation.id}`;
  return {
    recipients: {
      type: 'entity',
      entityRef,
      ...(doer && isPerson(doer) && { excludeEntityRef: doer }),
    },
    payload: {
      title: cut(message.title, TITLE_LENGTH),
      description: message.text && cut(message.text, TEXT_LENGTH),
      link: `/helm/operations/${encodeURIComponent(operation.id)}`,
      severity: message.severity,
      topic: TOPIC,
      scope: message.stays ? `${scope}:${type}` : scope,
    },
  };
}

/** Who knows already. */
function doerOf({ operation, by, type }: OperationNews): string | undefined {
  const mayApproveOwn =
    type === 'awaiting-approval' && operation.approval?.selfApproval;
  const isRequest = ['awaiting-approval', 'freeze-overridden'].includes(type);
  return (
    by ?? (isRequest && !mayApproveOwn ? operation.requestedBy : undefined)
  );
}

function messageOf(news: OperationNews): Message | undefined {
  const { operation, by, reason, type } = news;
  const who = nameOf(by ?? operation.requestedBy);
  const what = whatOf(operation);
  const why = reason ?? operation.reason;
  switch (type) {
    case 'awaiting-approval':
      return {
        to: ['approvers'],
        title: `${what}: ${who} asks for approval`,
        text: why,
        severity: 'normal',
      };
    case 'approved':
      return {
        to: ['requester'],
        title: `${what}: approved by ${who}`,
        text: reason,
        severity: 'normal',
      };
    case 'rejected':
      return {
        to: ['requester'],
        title: `${what}: rejected by ${who}`,
        text: reason,
        severity: 'high',
      };
    case 'approval-stale':
      return {
        to: ['requester', 'approvers'],
        title: `${what}: changed since, needs approval again`,
        text: operation.approval?.changedSince.join('. '),
        severity: 'normal',
      };
    case 'approval-expired':
      return {
        to: ['requester'],
        title: `${what}: not approved in time`,
        severity: 'normal',
      };
    case 'broke-glass':
      return {
        to: ['owner', 'approvers', 'requester'],
        title: `${what}: ${who} runs it without approval`,
        text: why,
        severity: 'critical',
        stays: true,
      };
    case 'freeze-overridden':
      return {
        to: ['owner', 'approvers'],
        title: `${what}: ${who} runs it in spite of the freeze`,
        text: why,
        severity: 'critical',
        stays: true,
      };
    case 'superseded':
      return {
        to: ['requester'],
        title: `${what}: replaced by a request of ${who}`,
        severity: 'normal',
      };
    case 'settled':
      return endingOf(operation, by);
    default:
      return undefined;
  }
}

function endingOf(operation: OperationRow, by?: string): Message | undefined {
  const { outcome, status, release, environment } = operation;
  const wasTold = TOLD_BEFORE.has(outcome?.code ?? '');
  // Told again when its automatic rollback has ended, which is not told itself.
  if (operation.awaitsFollowUp || operation.follows || wasTold) {
    return undefined;
  }
  const message = {
    title: `${release.name} in ${environment}: ${
      outcome?.title ?? `${whatOf(operation)} is ${status}`
    }`,
    text: outcome?.why ?? outcome?.holds,
  };
  switch (status) {
    case 'succeeded': {
      const lasted = (operation.finishedAt ?? 0) - operation.createdAt;
      return operation.approval || lasted >= LONG_MS
        ? { to: ['requester'], severity: 'low', ...message }
        : undefined;
    }
    case 'cancelled':
      return by && by !== operation.requestedBy
        ? { to: ['requester'], severity: 'normal', ...message }
        : undefined;
    case 'denied':
    case 'expired':
      return { to: ['requester'], severity: 'normal', ...message };
    default: {
      const severity = SEVERITIES[status];
      return severity && { to: ['requester', 'owner'], severity, ...message };
    }
  }
}

function recipientsOf(
  to: Audience[],
  operation: OperationRow,
  { owner, approvers }: Concerned,
): string[] {
  const refs = to.flatMap(audience => {
    switch (audience) {
      case 'requester':
        return [operation.requestedBy];
      case 'owner':
        return [owner];
      default:
        return approvers.map(ref => (ref === 'owner' ? owner : ref));
    }
  });
  return [...new Set(refs.filter(ref => ref !== undefined).filter(isPerson))];
}

/** Services and the portal itself read no notifications. */
function isPerson(ref: string): boolean {
  return /^(user|group):/i.test(ref);
}

/** `Upgrade storefront in prod (1.2.0 → 1.3.0)`. */
function whatOf(operation: OperationRow): string {
  const { kind, release, environment, fromVersion, toVersion } = operation;
  const verb = operationKinds.get(kind)?.verb ?? kind;
  const versions = [...new Set([fromVersion, toVersion])]
    .filter(Boolean)
    .join(' → ');
  return `${verb} ${release.name} in ${environment}${
    versions && ` (${versions})`
  }`;
}

function nameOf(principal: string): string {
  return principal.replace(/^user:default\//, '');
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
