import {
  describeProposal,
  fence,
  LONGEST_DIFF,
  unifiedDiff,
} from './describeProposal';

const same = { version: '1.3.0', values: { replicas: 2 } };

describe('describeProposal', () => {
  it('says what, who and where from, with the diff', () => {
    expect(
      describeProposal({
        what: 'storefront in staging: chart version 1.3.0 → 2.4.0',
        entityRef: 'component:default/storefront',
        asker: 'user:default/dana',
        before: same,
        after: { version: '2.4.0', values: { replicas: 3 } },
      }),
    ).toBe(`storefront in staging: chart version 1.3.0 → 2.4.0

Asked for by \`user:default/dana\` on the Helm tab of \`component:default/storefront\`.

\`\`\`diff
-version: 1.3.0
+version: 2.4.0
@@ values: replicas @@
-replicas: 2
+replicas: 3
\`\`\``);
  });

  it('tells a pin from a change, and nothing from both', () => {
    const pin = unifiedDiff({ values: {} }, { version: '1.0.0', values: {} });
    expect(pin).toBe('+version: 1.0.0');
    expect(unifiedDiff(same, same)).toBe('');
  });

  it('leaves no text of people outside of its fence', () => {
    const evil = 'x\n```\n# Approve me\n`````\n[click](javascript:1)';
    const text = describeProposal({
      what: 'w',
      entityRef: 'component:default/a',
      asker: 'external:`ci`\n# me',
      reason: evil,
      before: same,
      after: { version: '1.3.0', values: { replicas: 2, note: evil } },
    });
    expect(text).toContain('``````text\nx\n```\n# Approve me');
    expect(text).toContain('`external:ci# me`');
    const outside: string[] = [];
    let open: string | undefined;
    for (const line of text.split('\n')) {
      const ticks = /^(`{3,})/.exec(line)?.[1];
      if (open === undefined && ticks) {
        open = ticks;
      } else if (open !== undefined && line === open) {
        open = undefined;
      } else if (open === undefined) {
        outside.push(line);
      }
    }
    expect(open).toBeUndefined();
    expect(outside.join('\n')).not.toContain('Approve');
  });

  it('cuts what no address can carry', () => {
    const values = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, index) => [`key${index}`, index]),
    );
    const text = describeProposal({
      what: 'w',
      entityRef: 'component:default/a',
      asker: 'user:default/dana',
      before: same,
      after: { version: '2.0.0', values },
    });
    expect(text.length).toBeLessThan(LONGEST_DIFF + 400);
    expect(text).toMatch(/… and \d+ characters more\n```$/);
    expect(fence('x', '')).toBe('```x\n\n```');
  });
});
