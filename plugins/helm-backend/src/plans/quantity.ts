const FACTORS: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * A Kubernetes quantity (`500m`, `1.5Gi`, `1e3`) as a number; undefined when it
 * is none. The parser of client-node refuses fractions of binary units.
 */
export function parseQuantity(written: unknown): number | undefined {
  const match =
    /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(
      String(written),
    );
  if (!match) {
    return undefined;
  }
  const [, digits, exponent = '0', suffix = ''] = match;
  return Number(`${digits}e${exponent}`) * FACTORS[suffix];
}

/** As a person writes it: bytes in binary units, cores and counts as decimals. */
export function formatQuantity(value: number, resource: string): string {
  const isBytes = /memory|storage/.test(resource);
  const units = ['Ti', 'Gi', 'Mi', 'Ki'];
  const unit = isBytes
    ? units.find(name => Math.abs(value) >= FACTORS[name]) ?? ''
    : '';
  return `${Number((value / FACTORS[unit]).toFixed(isBytes ? 2 : 3))}${unit}`;
}
