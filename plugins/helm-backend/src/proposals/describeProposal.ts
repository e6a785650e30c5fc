import { diffValues, type ValuesMap } from '@backstage-helm/plugin-helm-common';

/** What a declaration says, as people may see it. */
export interface SaidSide {
  version?: string;
  values: ValuesMap;
}

/** Everything that the words of a proposal are made of. */
export interface ProposalWords {
  /** First sentence: what is proposed. */
  what: string;
  entityRef: string;
  asker: string;
  /** What the person gave as reason of the override. */
  reason?: string;
  before: SaidSide;
  after: SaidSide;
}

const SIGNS = { add: '+', del: '-', context: ' ' };

/** Addresses carry the form: longer ones are refused on their way. */
export const LONGEST_DIFF = 3_000;

/**
 * The description of a pull request in Markdown, with what the declaration
 * would say. Texts of people stand in fences that they can't close.
 */
export function describeProposal(words: ProposalWords): string {
  const { what, entityRef, asker, reason, before, after } = words;
  const diff = cut(unifiedDiff(before, after));
  return [
    what,
    '',
    `Asked for by ${code(asker)} on the Helm tab of ${code(entityRef)}.`,
    ...(reason ? ['', 'Why:', '', fence('text', cut(reason))] : []),
    '',
    diff
      ? fence('diff', diff)
      : 'The declaration would say the same as it does now.',
  ].join('\n');
}

/** Version and values, line by line; empty where both say the same. */
export function unifiedDiff(before: SaidSide, after: SaidSide): string {
  const lines: string[] = [];
  if (before.version !== after.version) {
    lines.push(
      ...(before.version ? [`-version: ${before.version}`] : []),
      ...(after.version ? [`+version: ${after.version}`] : []),
    );
  }
  const { entries } = diffValues(before.values, after.values, {
    left: 'declared',
    right: 'proposed',
  });
  for (const { title, hunks = [] } of entries) {
    for (const hunk of hunks) {
      lines.push(
        `@@ values: ${title} @@`,
        ...hunk.lines.map(({ type, text }) => `${SIGNS[type]}${text}`),
      );
    }
  }
  return lines.join('\n');
}

/** A fenced block that nothing inside of it can end. */
export function fence(language: string, text: string): string {
  const longest = Math.max(
    0,
    ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length),
  );
  const ticks = '`'.repeat(Math.max(3, longest + 1));
  return `${ticks}${language}\n${text}\n${ticks}`;
}

function code(text: string): string {
  return `\`${text.replace(/[`\r\n]/g, '')}\``;
}

function cut(text: string): string {
  if (text.length <= LONGEST_DIFF) {
    return text;
  }
  const whole = text.slice(0, LONGEST_DIFF).replace(/\n[^\n]*$/, '');
  return `${whole}\n… and ${text.length - whole.length} characters more`;
}
