import { HelmError } from '@backstage-helm/plugin-helm-common';
import { createRedactor } from './createRedactor';
import { maskingErrors } from './maskingErrors';

describe('maskingErrors', () => {
  const redactor = createRedactor({
    secretKeys: [/password/i],
    sources: [{ values: [{ dbPassword: 'hunter22' }] }],
  });

  it('12. masks what an error quotes, and keeps all else of it', async () => {
    const failing = maskingErrors(redactor, async () => {
      throw new HelmError(
        {
          code: 'RENDER_FAILED',
          field: 'values',
          message: 'cannot use hunter22',
          wayOut: 'Correct it.',
        },
        { status: 409 },
      );
    });
    await expect(failing).rejects.toMatchObject({
      code: 'RENDER_FAILED',
      field: 'values',
      status: 409,
      message: expect.not.stringContaining('hunter22'),
      wayOut: 'Correct it.',
    });
    await expect(failing).rejects.toThrow(/^cannot use ••/);
  });

  it('leaves results and faults of our own alone', async () => {
    await expect(maskingErrors(redactor, async () => 1)).resolves.toBe(1);
    await expect(
      maskingErrors(redactor, async () => {
        throw new TypeError('a fault');
      }),
    ).rejects.toThrow(new TypeError('a fault'));
  });
});
