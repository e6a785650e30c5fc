import german from './de';
import { approvalMessages } from './messages/approvals';
import { baseMessages } from './messages/base';
import { deployMessages } from './messages/deploy';
import { doctorMessages } from './messages/doctor';
import { fieldMessages } from './messages/fields';
import { fleetMessages } from './messages/fleet';
import { operationMessages } from './messages/operation';
import { proposeMessages } from './messages/propose';
import { secretMessages } from './messages/secret';
import { selectedMessages } from './messages/selected';
import { stripMessages } from './messages/strip';
import { syncMessages } from './messages/sync';
import { helmTranslations } from './resource';

interface Tree {
  readonly [key: string]: string | Tree;
}

const flatten = (tree: Tree, path: string[] = []): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[[...path, key].join('.'), value] as [string, string]]
      : flatten(value, [...path, key]),
  );
const english = flatten({
  base: baseMessages,
  strip: stripMessages,
  sync: syncMessages,
  selected: selectedMessages,
  deploy: deployMessages,
  doctor: doctorMessages,
  approvals: approvalMessages,
  operation: operationMessages,
  fleet: fleetMessages,
  fields: fieldMessages,
  secret: secretMessages,
  propose: proposeMessages,
});
const placeholders = (text: string) =>
  [...text.matchAll(/\{\{\w+\}\}/g)].map(([match]) => match).sort();

describe('German', () => {
  it('has a sentence for every key, and no other', () => {
    expect(Object.keys(german.messages).sort()).toEqual(
      english.map(([key]) => key).sort(),
    );
  });

  it.each(english)('says %s with the same facts', (key, text) => {
    const translated = german.messages[key as keyof typeof german.messages];
    expect(translated).toMatch(/\S/);
    expect(placeholders(translated!)).toEqual(placeholders(text));
  });

  it('is offered to an app', () => {
    expect(helmTranslations).toMatchObject({ id: 'helm' });
  });
});
