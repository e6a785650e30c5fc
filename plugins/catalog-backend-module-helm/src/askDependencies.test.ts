import { mockServices } from '@backstage/backend-test-utils';
import { askDependencies } from './askDependencies';

function asking(answer: () => Promise<Response>) {
  const fetchMock = jest.fn(answer);
  const ask = askDependencies({
    auth: mockServices.auth({ pluginId: 'catalog' }),
    discovery: mockServices.discovery(),
    fetch: fetchMock,
  });
  return { ask: () => ask('component:default/mail'), fetchMock };
}

describe('askDependencies', () => {
  it('asks as a service and gives full refs', async () => {
    const { ask, fetchMock } = asking(async () =>
      Response.json({ items: [{ entityRef: 'Component:default/Queue' }] }),
    );
    expect(await ask()).toEqual(['component:default/queue']);
    const [url, { headers }] = fetchMock.mock.calls[0] as unknown as [
      string,
      { headers: { authorization: string } },
    ];
    expect(url).toMatch(
      /\/api\/helm\/entities\/component\/default\/mail\/dependencies$/,
    );
    expect(headers.authorization).toMatch(/^Bearer ./);
  });

  it.each([
    ['is not there', async () => Promise.reject(new Error('refused'))],
    ['refuses', async () => new Response('{}', { status: 404 })],
    ['answers nonsense', async () => Response.json({ items: [{}] })],
    ['answers no JSON', async () => new Response('<html>')],
  ])('says nothing when the backend %s', async (_, answer) => {
    expect(await asking(answer).ask()).toBeUndefined();
  });
});
