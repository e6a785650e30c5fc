const HOUR_MS = 3_600_000;
const AHEAD_HOURS = 7 * 24;
const LENGTH_HOURS = 36;

/**
 * What governs changes of production in the example: one approval of the
 * platform team, and a freeze that is always a week ahead, so that it is seen
 * and stops nobody.
 */
export function governance(now: Date): object {
  const start = new Date(now.getTime() + AHEAD_HOURS * HOUR_MS);
  start.setUTCHours(18, 0, 0, 0);
  const end = new Date(start.getTime() + LENGTH_HOURS * HOUR_MS);
  return {
    approvals: {
      required: 1,
      approvers: ['group:default/platform'],
      selfApproval: false,
      breakGlass: true,
    },
    freeze: [
      {
        title: 'Stocktaking',
        start: start.toISOString(),
        end: end.toISOString(),
      },
    ],
  };
}
