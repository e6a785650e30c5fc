import { randomUUID } from 'node:crypto';
import {
  isTerminal,
  operationEventsSchema,
  operationSchema,
  planSchema,
  type Operation,
  type OperationEvent,
  type Plan,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { until, type startPortal } from './startPortal';

type Portal = Pick<Awaited<ReturnType<typeof startPortal>>, 'send' | 'get'>;

/** Plans and runs changes of one release, as the portal's screens do. */
export function driveRelease(portal: Portal, release: ReleaseRef) {
  /** POST /plans, whatever comes of it. */
  const askPlan = (request: object) =>
    portal.send('post', '/plans', { release, ...request });

  /** POST /operations, whatever comes of it. */
  const askOperation = (
    planId: string,
    reason: string,
    key: string = randomUUID(),
  ) =>
    portal.send(
      'post',
      '/operations',
      { plan: planId, reason },
      { 'idempotency-key': key },
    );

  async function plan(request: object): Promise<Plan> {
    const { status, body } = await askPlan(request);
    expect([status, body.error]).toEqual([201, undefined]);
    const made = planSchema.parse(body);
    expect(made.blockedBy).toEqual([]);
    return made;
  }

  const read = async (id: string): Promise<Operation> =>
    operationSchema.parse(await portal.get(`/operations/${id}`));

  /** Reads until it is over, with what it started. */
  const settled = (id: string, seconds = 60): Promise<Operation> =>
    until(
      () => read(id),
      ({ status }) => isTerminal(status),
      seconds,
    );

  /** Plans, runs and waits. */
  async function operate(request: object, reason: string): Promise<Operation> {
    const { id } = await plan(request);
    const { status, body } = await askOperation(id, reason);
    expect([status, body.error]).toEqual([202, undefined]);
    return settled(body.id);
  }

  async function events(id: string): Promise<OperationEvent[]> {
    return operationEventsSchema.parse(
      await portal.get(`/operations/${id}/events`),
    ).events;
  }

  return { askPlan, askOperation, plan, read, settled, operate, events };
}
