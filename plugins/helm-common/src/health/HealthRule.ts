import type { Resource } from '../api';
import type { KubeObject } from './KubeObject';

/** Health of one object, in words. @public */
export interface ObjectHealth {
  status: Resource['status'];
  /** "2 of 3 new pods ready". */
  words: string;
  /** ISO time since it has this status. */
  since?: string;
}

/** What a rule may look at beside the object itself. @public */
export interface HealthContext {
  /** Milliseconds. */
  now: number;
  /** Pods of a workload; for a Deployment those of its newest ReplicaSet. */
  pods?: readonly KubeObject[];
}

/** Judges objects of one kind. */
export type HealthRule = (
  object: KubeObject,
  context: HealthContext,
) => ObjectHealth;

export function ready(words: string, since?: string): ObjectHealth {
  return { status: 'Ready', words, since };
}

export function inProgress(words: string, since?: string): ObjectHealth {
  return { status: 'Progressing', words, since };
}

export function failed(words: string, since?: string): ObjectHealth {
  return { status: 'Failed', words, since };
}

export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
