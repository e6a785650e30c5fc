import type { AuditEntry } from '@backstage-helm/plugin-helm-common';
import type { AuditFilter, AuditLog } from './AuditLog';
import { csvHeader, csvLine } from './auditCsv';

const PAGE = 500;

/** Forms that the trail is exported in. */
export const exportFormats = ['csv', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/**
 * The trail as the text of a file, newest first, a page at a time: its length
 * is no matter of memory.
 */
export async function* exportAudit(
  audit: Pick<AuditLog, 'list'>,
  format: ExportFormat,
  filter: AuditFilter,
  onPage: (rows: number) => void = () => {},
): AsyncGenerator<string> {
  const isCsv = format === 'csv';
  let separator = isCsv ? '' : '\n';
  yield isCsv ? csvHeader() : '[';
  let after: number | undefined;
  for (;;) {
    const page: AuditEntry[] = await audit.list({
      ...filter,
      after,
      limit: PAGE,
    });
    onPage(page.length);
    let text = '';
    for (const entry of page) {
      text += separator + (isCsv ? csvLine(entry) : JSON.stringify(entry));
      separator = isCsv ? '' : ',\n';
    }
    if (text) {
      yield text;
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) {
      break;
    }
    after = Number(last.id);
  }
  if (!isCsv) {
    yield '\n]\n';
  }
}
