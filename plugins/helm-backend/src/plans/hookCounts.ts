/** Hooks that run before and after, by which deadlines are reckoned. */
export interface HookCounts {
  preHooks: number;
  postHooks: number;
}

const verbs: Record<string, string> = {
  install: 'install',
  upgrade: 'upgrade',
  rollback: 'rollback',
  uninstall: 'delete',
  reinstall: 'delete',
};

/** Counts the hooks that an operation of this kind runs; tests count as pre. */
export function hookCounts(
  kind: string,
  hooks: readonly { events: readonly string[] }[],
): HookCounts {
  const count = (event: string) =>
    hooks.filter(hook => hook.events.includes(event)).length;
  if (kind === 'test') {
    return {
      preHooks: hooks.filter(hook =>
        hook.events.some(event => event === 'test' || event === 'test-success'),
      ).length,
      postHooks: 0,
    };
  }
  const verb = verbs[kind];
  return { preHooks: count(`pre-${verb}`), postHooks: count(`post-${verb}`) };
}
