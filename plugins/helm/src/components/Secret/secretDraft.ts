/** One key of a Secret as somebody types it. */
export interface SecretEntry {
  /** Of the row on screen. */
  id: number;
  key: string;
  value: string;
}

/** A Secret as somebody types it; it never leaves the dialog but to the cluster. */
export interface SecretDraft {
  name: string;
  entries: SecretEntry[];
}

/** What a dialog starts with. */
export interface SecretSuggestion {
  name: string;
  entries: { key: string; value?: string }[];
}

export type KeyProblem = 'keyInvalid' | 'keyTwice';
export type ValueProblem = 'valueMissing' | 'valueLong';

/** What is wrong with a draft; nothing in it = it can be stored. */
export interface DraftProblems {
  name?: 'nameInvalid';
  entries: Map<number, { key?: KeyProblem; value?: ValueProblem }>;
}

const nameRule = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const keyRule = /^[-._a-zA-Z0-9]{1,253}$/;
const LONGEST = 65_536;

export function startDraft({ name, entries }: SecretSuggestion): SecretDraft {
  const first = entries.length > 0 ? entries : [{ key: '' }];
  return {
    name,
    entries: first.map(({ key, value = '' }, id) => ({ id, key, value })),
  };
}

export function withEntry(draft: SecretDraft): SecretDraft {
  const id = Math.max(-1, ...draft.entries.map(entry => entry.id)) + 1;
  return { ...draft, entries: [...draft.entries, { id, key: '', value: '' }] };
}

export function withoutEntry(draft: SecretDraft, id: number): SecretDraft {
  return {
    ...draft,
    entries: draft.entries.filter(entry => entry.id !== id),
  };
}

export function changeEntry(
  draft: SecretDraft,
  id: number,
  change: Partial<Omit<SecretEntry, 'id'>>,
): SecretDraft {
  return {
    ...draft,
    entries: draft.entries.map(entry =>
      entry.id === id ? { ...entry, ...change } : entry,
    ),
  };
}

export function draftProblems(draft: SecretDraft): DraftProblems {
  const keys = draft.entries.map(({ key }) => key);
  const entries: DraftProblems['entries'] = new Map();
  for (const { id, key, value } of draft.entries) {
    const wrongKey = keyProblem(key, keys);
    const wrongValue = valueProblem(value);
    if (wrongKey || wrongValue) {
      entries.set(id, { key: wrongKey, value: wrongValue });
    }
  }
  return {
    name: nameRule.test(draft.name) ? undefined : 'nameInvalid',
    entries,
  };
}

export function isStorable({ name, entries }: DraftProblems): boolean {
  return !name && entries.size === 0;
}

function keyProblem(key: string, all: string[]): KeyProblem | undefined {
  if (!keyRule.test(key)) {
    return 'keyInvalid';
  }
  return all.filter(other => other === key).length > 1 ? 'keyTwice' : undefined;
}

function valueProblem(value: string): ValueProblem | undefined {
  if (value === '') {
    return 'valueMissing';
  }
  return value.length > LONGEST ? 'valueLong' : undefined;
}
