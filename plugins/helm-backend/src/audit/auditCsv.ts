import { stringify } from 'csv-stringify/sync';
import type { AuditEntry } from '@backstage-helm/plugin-helm-common';

const columns = [
  'id',
  'at',
  'actor',
  'action',
  'outcome',
  'severity',
  'release',
  'environment',
  'operationId',
  'reason',
  'detail',
] as const;

/**
 * What a spreadsheet takes for a formula, also behind blanks and line breaks,
 * which the escaping of csv-stringify does not cover; and the sign that we
 * escape with, so that it can be taken off again.
 */
const FORMULA = /^(?:'|[\s\0]*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20])/;

function toCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

const options = {
  record_delimiter: '\r\n',
  // Every cell: a line break alone would not be.
  quoted: true,
  cast: { string: toCell },
} as const;

/** The first line of the file. */
export function csvHeader(): string {
  return stringify([[...columns]], options);
}

/** One entry as a line; no cell of it is a formula. */
export function csvLine({ detail, ...entry }: AuditEntry): string {
  const { severity, ...rest } = detail;
  const row = { ...entry, severity, detail: JSON.stringify(rest) };
  const cells = columns.map(column => String(row[column] ?? ''));
  return stringify([cells], options);
}
