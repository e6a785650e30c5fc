import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { inflateRelease } from './inflateRelease';
import { ReleaseDecoder, WORKER_THRESHOLD_BYTES } from './ReleaseDecoder';
import { fakeReleaseSecret } from './__testUtils__/fakeReleaseSecret';

describe('ReleaseDecoder', () => {
  const decoder = new ReleaseDecoder();
  afterAll(() => decoder.close());

  it('reads a body and leaves the templates behind', async () => {
    const { data } = fakeReleaseSecret({
      name: 'storefront',
      revision: 3,
      config: { a: 1 },
    });
    const payload = await decoder.decode(data.release);
    expect(payload).toMatchObject({
      version: 3,
      applyMethod: 'ssa',
      config: { a: 1 },
      chart: { name: 'web', values: { replicas: 1 }, readme: '# Web' },
      info: { status: 'deployed', notes: 'Hello' },
    });
    expect(JSON.stringify(payload)).not.toContain('templates');
  });

  it('reads large bodies in a thread, and says what is wrong with broken ones', async () => {
    const manifest = randomBytes(WORKER_THRESHOLD_BYTES).toString('hex');
    const { data } = fakeReleaseSecret({ name: 'big', revision: 1, manifest });
    expect(data.release.length).toBeGreaterThan(WORKER_THRESHOLD_BYTES);
    const payload = await decoder.decode(data.release);
    expect(payload.manifest).toBe(manifest);
    await expect(
      decoder.decode('!'.repeat(WORKER_THRESHOLD_BYTES + 1)),
    ).rejects.toThrow(/JSON/);
    await expect(decoder.decode('')).rejects.toThrow(/JSON/);
  });

  it('refuses a body that unpacks past the limit', () => {
    const bomb = Buffer.from(
      gzipSync(Buffer.alloc(10_000_000)).toString('base64'),
    ).toString('base64');
    const { gunzipSync } = jest.requireActual('node:zlib');
    expect(() => inflateRelease(bomb, 1_000_000, gunzipSync)).toThrow(
      /larger than/i,
    );
  });
});
