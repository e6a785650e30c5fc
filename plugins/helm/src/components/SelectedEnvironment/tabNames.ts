/** Views of a selected environment, in order. */
export const tabNames = [
  'overview',
  'resources',
  'values',
  'manifest',
  'history',
  'notes',
  'operations',
] as const;

export type TabName = (typeof tabNames)[number];

/** The view that the address names, else the overview. */
export function currentTab(name: string | undefined): TabName {
  return tabNames.find(known => known === name) ?? 'overview';
}
