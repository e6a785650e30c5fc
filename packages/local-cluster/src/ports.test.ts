import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { assertPortsFree, listPorts, planPorts } from './ports.ts';

describe('planPorts', () => {
  it('lays out services and clusters without overlap', () => {
    const plan = planPorts(17100, ['nonprod', 'prod']);
    expect(plan.chartRepository).toBe(17100);
    expect(plan.registry).toBe(17101);
    expect(plan.git).toBe(17102);
    expect(plan.clusters.nonprod.apiserver).toBe(17110);
    expect(plan.clusters.prod.apiserver).toBe(17120);
    const ports = listPorts(plan).map(({ port }) => port);
    expect(new Set(ports).size).toBe(ports.length);
  });

  it.each([80, 65530, 17100.5, NaN])('refuses to start at %s', first => {
    expect(() => planPorts(first, ['a'])).toThrow(/--ports-from/);
  });
});

describe('assertPortsFree', () => {
  it('names the taken port and its use', async () => {
    const server = createServer();
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
    const { port } = server.address() as AddressInfo;
    try {
      await expect(
        assertPortsFree({
          chartRepository: 0,
          registry: 0,
          git: port,
          clusters: {},
        }),
      ).rejects.toThrow(`Port ${port} (Git) is taken`);
    } finally {
      await new Promise(resolve => server.close(resolve));
    }
  });
});
