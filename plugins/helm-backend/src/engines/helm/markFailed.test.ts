import { gunzipSync, gzipSync } from 'node:zlib';
import type { KubeClient } from '../../clusters/KubeClient';
import { failedPayload, markFailed } from './markFailed';

const release = { cluster: 'nonprod', namespace: 'shop', name: 'web' };
const stored = { secretName: 'sh.helm.release.v1.web.v2', revision: 2 };
const operation = {
  id: 'op-1',
  requestedBy: 'user:default/ana',
  reason: 'Instance\ndied',
};

/** As Helm writes it; early versions did not compress. */
const encode = (text: string, compress = true) =>
  Buffer.from(
    (compress ? gzipSync(text) : Buffer.from(text)).toString('base64'),
  ).toString('base64');
const decode = (encoded: string) =>
  gunzipSync(
    Buffer.from(Buffer.from(encoded, 'base64').toString(), 'base64'),
  ).toString();

const of = (status: string, more = '') =>
  `{"name":"web","info":{"first_deployed":"2026-11-20T10:00:00.123456789Z","status":"${status}","description":"Preparing upgrade"},"config":{"big":9007199254740993},"version":2${more}}`;

function cluster(text: string, patchStatus = 200) {
  const patches: any[] = [];
  const client: KubeClient = {
    cluster: 'nonprod',
    async request(method, _, options): Promise<any> {
      if (method === 'PATCH') {
        patches.push(options?.body);
        return { status: patchStatus, body: {} };
      }
      return text
        ? {
            status: 200,
            body: {
              metadata: { resourceVersion: '77' },
              data: { release: encode(text) },
            },
          }
        : { status: 404, body: {} };
    },
    text: async () => '',
    watch: async () => undefined,
  };
  return { client, patches };
}

const mark = (given: ReturnType<typeof cluster>) =>
  markFailed(given.client, release, stored, operation, 1_700_000_000_500);

describe('markFailed', () => {
  it.each([
    ['Helm 3', ''],
    ['Helm 4', ',"apply_method":"ssa"'],
  ])('marks payload and label as %s would', async (_, more) => {
    const given = cluster(of('pending-upgrade', more));
    expect(await mark(given)).toBe(true);
    const [{ metadata, data }] = given.patches;
    expect(metadata).toEqual({
      resourceVersion: '77',
      labels: { status: 'failed', modifiedAt: '1700000000' },
    });
    expect(decode(data.release)).toBe(
      of('failed', more).replace(
        'Preparing upgrade',
        'Marked as failed by user:default/ana (op-1): Instance died',
      ),
    );
  });

  it('reads what early versions did not compress', async () => {
    const { release: encoded, status } = await failedPayload(
      encode(of('pending-install'), false),
      'x',
    );
    expect(status).toBe('pending-install');
    expect(JSON.parse(decode(encoded)).info.status).toBe('failed');
  });

  it('leaves it to a Helm that wrote it in this moment', async () => {
    expect(await mark(cluster(of('pending-upgrade'), 409))).toBe(false);
  });

  it.each(['deployed', 'failed', 'uninstalling'])(
    'does not touch what is %s by now',
    async status => {
      const given = cluster(of(status));
      expect(await mark(given)).toBe(false);
      expect(given.patches).toEqual([]);
    },
  );

  it('does not touch what is gone', async () => {
    expect(await mark(cluster(''))).toBe(false);
  });

  it('says when the cluster refuses', async () => {
    await expect(
      mark(cluster(of('pending-upgrade'), 422)),
    ).rejects.toMatchObject({ code: 'HELM_FAILED' });
  });
});
