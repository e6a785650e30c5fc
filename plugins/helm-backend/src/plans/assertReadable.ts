import { HelmError, isHelmError } from '@backstage-helm/plugin-helm-common';

/** A plan of an unreadable release looks like no plan. */
export async function assertReadable(
  assert: () => Promise<void>,
): Promise<void> {
  try {
    await assert();
  } catch (error) {
    if (isHelmError(error) && (error.status === 404 || error.status === 403)) {
      throw new HelmError(
        {
          code: 'NOT_FOUND',
          field: 'plan',
          message: 'There is no such plan, or you may not see it.',
          wayOut: 'Review the change again.',
        },
        { status: 404 },
      );
    }
    throw error;
  }
}
