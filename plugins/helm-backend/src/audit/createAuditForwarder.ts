import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { stringifyReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { JsonObject } from '@backstage/types';
import type { AuditFact } from './AuditLog';

/**
 * Says to Backstage's auditor what the trail holds: `operation.requested` is
 * the event `operation` with the action type `requested`. An auditor that
 * fails is logged; what is audited has happened all the same.
 */
export function createAuditForwarder(options: {
  auditor: AuditorService;
  logger: Pick<LoggerService, 'warn'>;
}): (fact: AuditFact) => void {
  const { auditor, logger } = options;

  async function forward(fact: AuditFact): Promise<void> {
    const { action, actor, detail, outcome, release } = fact;
    const [eventId, ...actionType] = action.split('.');
    const meta: JsonObject = JSON.parse(
      JSON.stringify({
        actionType: actionType.join('-'),
        actor,
        outcome,
        release: release && stringifyReleaseRef(release),
        environment: fact.environment,
        operationId: fact.operationId,
        reason: fact.reason,
        ...detail,
      }),
    );
    const event = await auditor.createEvent({
      eventId,
      severityLevel: detail.severity,
      meta,
    });
    if (outcome === 'denied' || outcome === 'failed') {
      const code = detail.code ?? detail.status ?? outcome;
      await event.fail({ error: new Error(`${action} ${outcome}: ${code}`) });
    } else {
      await event.success();
    }
  }

  return fact => {
    forward(fact).catch(error =>
      logger.warn(`The auditor did not take ${fact.action}`, error),
    );
  };
}
