import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { PortalClient } from './PortalClient.mjs';

/** A portal that answers from a table of `METHOD path` → status and body. */
async function portal(table, use) {
  const requests = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) {
      body += chunk;
    }
    const key = `${request.method} ${request.url}`;
    requests.push({ key, headers: request.headers, body });
    const answers = table[key] ?? [[404, { error: { name: 'NotFound' } }]];
    const [status, answer] = answers.length > 1 ? answers.shift() : answers[0];
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${server.address().port}`;
  try {
    const client = new PortalClient({
      address,
      user: 'dana',
      sleep: async () => {},
    });
    await use(client, requests);
  } finally {
    server.close();
  }
}

const signIn = [[200, { backstageIdentity: { token: 'secret-of-dana' } }]];
const planRequest = { release: {}, kind: 'install' };

test('runs a plan with a reason, under the user’s name, and follows the automatic rollback', async () => {
  await portal(
    {
      'GET /api/auth/example-user/refresh': signIn,
      'POST /api/helm/plans': [[201, { id: 'p1', blockedBy: [] }]],
      'POST /api/helm/operations': [[202, { id: 'o1' }]],
      'GET /api/helm/operations/o1': [
        [200, { status: 'running' }],
        [200, { status: 'failed', followedBy: 'o2' }],
        [200, { status: 'rolled-back', followedBy: 'o2' }],
      ],
      'GET /api/helm/operations/o2': [
        [200, { status: 'queued' }],
        [200, { status: 'succeeded' }],
      ],
    },
    async (client, requests) => {
      const operation = await client.run(planRequest, 'because');
      assert.equal(operation.status, 'rolled-back');
      const posted = requests.find(
        ({ key }) => key === 'POST /api/helm/operations',
      );
      assert.deepEqual(JSON.parse(posted.body), {
        plan: 'p1',
        reason: 'because',
      });
      assert.equal(posted.headers.authorization, 'Bearer secret-of-dana');
      assert.ok(posted.headers['idempotency-key']);
      assert.equal(requests[0].headers['x-example-user'], 'dana');
    },
  );
});

test('where somebody must approve, the approver does, and what was read', async () => {
  await portal(
    {
      'GET /api/auth/example-user/refresh': signIn,
      'POST /api/helm/plans': [[201, { id: 'p1', blockedBy: [] }]],
      'POST /api/helm/operations': [
        [202, { id: 'o1', status: 'awaiting-approval' }],
      ],
      'GET /api/helm/operations/o1': [
        [200, { status: 'awaiting-approval', approval: { planDigest: 'd1' } }],
        [200, { status: 'succeeded' }],
      ],
      'POST /api/helm/operations/o1/approve': [[200, { status: 'queued' }]],
    },
    async (client, requests) => {
      const operation = await client.run(planRequest, 'because', client);
      assert.equal(operation.status, 'succeeded');
      const approved = requests.find(({ key }) => key.endsWith('/approve'));
      assert.deepEqual(JSON.parse(approved.body), { planDigest: 'd1' });
    },
  );
});

test('a blocked plan is not run, and says what blocks it', async () => {
  await portal(
    {
      'GET /api/auth/example-user/refresh': signIn,
      'POST /api/helm/plans': [
        [201, { id: 'p1', blockedBy: [{ message: 'Not your release.' }] }],
      ],
    },
    async (client, requests) => {
      await assert.rejects(client.run(planRequest, 'x'), /Not your release/);
      assert.equal(requests.length, 2);
    },
  );
});

test('a refusal carries the code, the sentence and the way out', async () => {
  await portal(
    {
      'GET /api/auth/example-user/refresh': signIn,
      'POST /api/helm/plans': [
        [
          403,
          {
            error: {
              code: 'NOT_ALLOWED',
              message: 'You may not deploy.',
              wayOut: 'Ask the owner.',
            },
          },
        ],
      ],
    },
    client =>
      assert.rejects(client.run(planRequest, 'x'), {
        code: 'NOT_ALLOWED',
        message: 'NOT_ALLOWED: You may not deploy.: Ask the owner.',
      }),
  );
});

test('an entity that is not there yet has no target', async () => {
  await portal({ 'GET /api/auth/example-user/refresh': signIn }, async client =>
    assert.equal(await client.target('shop', 'dev'), undefined),
  );
});
