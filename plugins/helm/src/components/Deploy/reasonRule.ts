import type { EnvironmentPolicy } from '@backstage-helm/plugin-helm-common';

/**
 * Whether a reason looks as the environment wants it. The server decides; this
 * only says so earlier.
 */
export function looksRight(
  rule: EnvironmentPolicy['reason'],
  reason: string,
): boolean {
  if (!rule?.pattern) {
    return true;
  }
  try {
    return new RegExp(rule.pattern).test(reason);
  } catch {
    // A browser that is older than the server's engine leaves it to the server.
    return true;
  }
}
