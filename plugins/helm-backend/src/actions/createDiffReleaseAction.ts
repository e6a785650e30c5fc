import {
  stringifyReleaseRef,
  type DiffEntry,
} from '@backstage-helm/plugin-helm-common';
import type { ActionContext } from './ActionContext';
import { answering } from './answering';
import { releaseOf } from './releaseOf';
import { releaseInput } from './schemas';

/** Characters of lines in one answer. */
const MOST_CHARACTERS = 20_000;
const MOST_ENTRIES = 100;

const SIGNS: Record<string, string> = { add: '+', del: '-' };

/** As people know it: `+` and `-` in front of lines. */
function linesOf({ hunks }: DiffEntry): string {
  return hunks
    .flatMap(({ skippedBefore, lines }) => [
      ...(skippedBefore ? [`… ${skippedBefore} unchanged lines`] : []),
      ...lines.map(({ type, text }) => `${SIGNS[type] ?? ' '}${text}`),
    ])
    .join('\n');
}

/** Every entry by its name; lines while there is room. */
function limited(entries: DiffEntry[]) {
  let room = MOST_CHARACTERS;
  let isCut = entries.length > MOST_ENTRIES;
  const items = entries.slice(0, MOST_ENTRIES).map(entry => {
    const lines = linesOf(entry);
    const { title, change, generated } = entry;
    isCut ||= lines.length > room;
    const shown = lines.length > room ? '' : lines;
    room -= shown.length;
    return { title, change, generated, lines: shown };
  });
  return { entries: items, isCut };
}

/** `helm:diff-release`. */
export function createDiffReleaseAction(context: ActionContext): void {
  context.registry.register({
    name: 'diff-release',
    title: 'Compare two states of a Helm release',
    description:
      'What differs between two states of a Helm release: deployed, declared, a revision number, or a plan from helm plan-release. By default: from what is deployed to what is declared. Secrets are masked; equal masks are equal secrets.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: zod => {
        const end = () =>
          zod
            .string()
            .regex(/^(deployed|declared|[1-9]\d{0,6}|plan:[\w-]{1,64})$/)
            .optional();
        return zod.object({
          ...releaseInput(zod),
          left: end().describe(
            'deployed, declared, a revision number or plan:<id>; default deployed',
          ),
          right: end().describe('The same; default declared'),
          of: zod
            .enum(['manifest', 'values'])
            .optional()
            .describe('Default manifest'),
        });
      },
      output: zod =>
        zod.object({
          counts: zod.object({
            added: zod.number(),
            changed: zod.number(),
            removed: zod.number(),
            unchanged: zod.number(),
          }),
          entries: zod.array(
            zod.object({
              title: zod.string(),
              change: zod.string(),
              generated: zod.boolean().optional(),
              lines: zod.string(),
            }),
          ),
          isCut: zod.boolean().describe('There is more than is shown here'),
          denied: zod.string().optional(),
        }),
    },
    action: ({ input, credentials }) =>
      answering(context, async () => {
        const release = stringifyReleaseRef(releaseOf(input));
        const end = (at: string) =>
          at.startsWith('plan:') ? at : `${release}@${at}`;
        const { counts, entries, denied } = await context.diff(
          {
            left: end(input.left ?? 'deployed'),
            right: end(input.right ?? 'declared'),
            of: input.of ?? 'manifest',
          },
          credentials,
        );
        return { counts, denied, ...limited(entries) };
      }),
  });
}
