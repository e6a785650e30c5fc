/**
 * Patches of plugins/helm-backend, each with the suites that must turn red:
 * what the product promises first of all.
 */
export const mutants = [
  {
    name: 'the outcome is taken from the exit code',
    tests: ['src/engines/helm/verdict.test.ts'],
    edits: [
      {
        file: 'src/engines/helm/verdict.ts',
        find: 'function ofRevision(evidence: Evidence): Verdict {',
        replace: `function ofRevision(evidence: Evidence): Verdict {
  if (evidence.exit?.code === 0) {
    return { status: 'succeeded', code: 'DONE', changed: true };
  }`,
      },
    ],
  },
  {
    name: 'POST operations asks for no permission',
    tests: ['src/operations/admitOperation.test.ts'],
    edits: [
      {
        file: 'src/operations/authorizeKind.ts',
        find: 'of permissionsFor(kind, attempt.work)) {',
        replace: 'of permissionsFor(kind, attempt.work).slice(2)) {',
      },
    ],
  },
  {
    name: 'operations of one release run side by side',
    tests: ['src/database/operations/operations.test.ts'],
    edits: [
      {
        file: 'src/database/operations/claimNext.ts',
        find: "['running', 'handed-over']",
        replace: "['dead']",
      },
      {
        file: 'migrations/20261121000100_operations.js',
        find: "WHERE status IN ('running', 'handed-over')",
        replace: "WHERE status IN ('dead')",
      },
    ],
  },
  {
    name: 'text leaves without redaction',
    tests: ['src/redaction'],
    edits: [
      {
        file: 'src/redaction/SecretMasks.ts',
        find: 'if (!this.occursIn(text)) {',
        replace: 'if (text) {',
      },
    ],
  },
];
