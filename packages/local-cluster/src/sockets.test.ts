import { isLoopback, parseListeners } from './sockets.ts';

const HEADER =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const row = (address: string, state: string, inode: number) =>
  `   0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000 100 0 0 10 0`;

describe('parseListeners', () => {
  it('keeps listening sockets and decodes their addresses', () => {
    const table = [
      HEADER,
      row('0100007F:1F90', '0A', 11),
      row('00000000:0050', '0A', 12),
      row('0100007F:1F91', '01', 13),
      '',
    ].join('\n');
    expect(parseListeners(table)).toEqual([
      { address: '127.0.0.1', port: 8080, inode: '11' },
      { address: '0.0.0.0', port: 80, inode: '12' },
    ]);
  });

  it('decodes IPv6, its loopback and mapped IPv4', () => {
    const table = [
      HEADER,
      row('00000000000000000000000001000000:0051', '0A', 1),
      row('00000000000000000000000000000000:0052', '0A', 2),
      row('0000000000000000FFFF00000100007F:0053', '0A', 3),
    ].join('\n');
    const listeners = parseListeners(table);
    expect(listeners.map(({ address }) => isLoopback(address))).toEqual([
      true,
      false,
      true,
    ]);
  });
});
