import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { helmTranslationRef } from '../translations/ref';

type Messages = typeof helmTranslationRef.T;

/** `a.days_one` and `a.days_other` are looked up as `a.days`. */
type KeyOf<Name> = Name extends `${infer Key}_${'one' | 'other'}` ? Key : Name;

/** Names of sentences. */
type TextKey = KeyOf<keyof Messages & string>;

type MessageOf<Key extends TextKey> = Key extends keyof Messages
  ? Messages[Key]
  : `${Key}_other` extends keyof Messages
  ? Messages[`${Key}_other`]
  : never;

/** Names between double braces. */
type NamesIn<Message> =
  Message extends `${string}{{${infer Name}}}${infer Rest}`
    ? Name | NamesIn<Rest>
    : never;

type ValuesOf<Key extends TextKey, Value> = {
  [Name in NamesIn<MessageOf<Key>>]: Name extends 'count' ? number : Value;
};

type Values<Key extends TextKey, Value> = [NamesIn<MessageOf<Key>>] extends [
  never,
]
  ? []
  : [values: ValuesOf<Key, Value>];

/**
 * Looks up one sentence, with a value for each name in it. Types like the
 * translation API's own, which take a compiler minutes with as many sentences.
 */
export interface Text {
  <Key extends TextKey>(key: Key, ...values: Values<Key, string>): string;
  <Key extends TextKey>(
    key: Key,
    ...values: Values<Key, string | JSX.Element>
  ): JSX.Element;
}

/** The plugin's sentences in the language of the portal. */
export function useText(): Text {
  return useTranslationRef(helmTranslationRef).t as unknown as Text;
}
