import type { AuditEntry } from '@backstage-helm/plugin-helm-common';
import fc from 'fast-check';
import { csvHeader, csvLine } from './auditCsv';
import { exportAudit } from './exportAudit';

/** A strict reader of RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      at += 1;
      while (text[at] !== '"' || text[at + 1] === '"') {
        cell += text[at];
        at += text[at] === '"' ? 2 : 1;
      }
      at += 1;
    } else {
      const end = /[,\r\n]|$/.exec(text.slice(at))!.index;
      cell = text.slice(at, at + end);
      at += end;
    }
    row.push(cell);
    if (text[at] === ',') {
      at += 1;
    } else {
      expect(text.slice(at, at + 2)).toBe('\r\n');
      at += 2;
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

const unescaped = (cell: string) => cell.replace(/^'/, '');

const nasty = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc
    .tuple(
      fc.constantFrom(
        '=',
        '+',
        '-',
        '@',
        '\t',
        '\r',
        '\n',
        "'",
        ' =',
        '\n=',
        '＝',
        '"',
        ',',
        '\0=',
      ),
      fc.string(),
    )
    .map(([first, rest]) => first + rest),
);
const entries: fc.Arbitrary<AuditEntry> = fc.record({
  id: fc.nat().map(String),
  at: fc.constant('2026-05-01T00:00:00.000Z'),
  actor: nasty,
  action: nasty,
  outcome: fc.constantFrom('allowed', 'denied', 'done', 'failed'),
  release: nasty,
  environment: nasty,
  operationId: nasty,
  reason: nasty,
  detail: fc.dictionary(fc.string(), nasty, { noNullPrototype: true }),
});

describe('the audit trail as CSV', () => {
  it('reads back as it was, and no cell is a formula', () => {
    fc.assert(
      fc.property(fc.array(entries, { maxLength: 5 }), given => {
        const text = csvHeader() + given.map(csvLine).join('');
        const [header, ...rows] = parseCsv(text);
        expect(rows).toHaveLength(given.length);
        rows.forEach((row, index) => {
          const cells = Object.fromEntries(
            header.map((name, column) => [name, unescaped(row[column])]),
          );
          const { detail, ...entry } = given[index];
          const { severity, ...rest } = detail;
          expect(cells).toEqual({
            ...entry,
            severity: String(severity ?? ''),
            detail: JSON.stringify(rest),
          });
          for (const cell of row) {
            expect(cell).not.toMatch(/^[\s\0]*[=+\-@\t\r\n＝＋－＠]/);
          }
        });
      }),
    );
  });
});

describe('exportAudit', () => {
  const entry = (id: number): AuditEntry => ({
    id: String(id),
    at: '2026-05-01T00:00:00.000Z',
    actor: 'user:default/dana',
    action: 'operation.requested',
    outcome: 'allowed',
    detail: { severity: 'medium' },
  });

  /** A trail of this length that is never held as a whole. */
  const trail = (length: number) => ({
    async list({
      after = length + 1,
      limit,
    }: {
      after?: number;
      limit: number;
    }) {
      return Array.from({ length: Math.min(limit, after - 1) }, (_, index) =>
        entry(after - 1 - index),
      );
    },
  });

  async function text(format: 'csv' | 'json', length: number) {
    let all = '';
    let longest = 0;
    for await (const part of exportAudit(trail(length), format, {})) {
      all += part;
      longest = Math.max(longest, part.length);
    }
    return { all, longest };
  }

  it.each([0, 1, 499, 500, 501, 1_700])(
    'gives all of %s entries',
    async length => {
      const ids = Array.from({ length }, (_, index) => String(length - index));
      const json = await text('json', length);
      expect(JSON.parse(json.all).map(({ id }: AuditEntry) => id)).toEqual(ids);
      const csv = await text('csv', length);
      expect(
        parseCsv(csv.all)
          .slice(1)
          .map(([id]) => id),
      ).toEqual(ids);
    },
  );

  it('hands out a page at a time', async () => {
    const { longest } = await text('json', 20_000);
    expect(longest).toBeLessThan(100_000);
  });
});
