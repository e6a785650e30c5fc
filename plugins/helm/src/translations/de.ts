import { createTranslationMessages } from '@backstage/core-plugin-api/alpha';
import { approvals } from './de/approvals';
import { base } from './de/base';
import { deploy } from './de/deploy';
import { doctor } from './de/doctor';
import { fields } from './de/fields';
import { fleet } from './de/fleet';
import { operation } from './de/operation';
import { propose } from './de/propose';
import { revisions } from './de/revisions';
import { secret } from './de/secret';
import { selected } from './de/selected';
import { strip } from './de/strip';
import { sync } from './de/sync';
import { helmTranslationRef } from './ref';

/** Every sentence in German; loaded only where German is chosen. */
export default createTranslationMessages({
  ref: helmTranslationRef,
  full: true,
  messages: {
    ...base,
    ...strip,
    ...sync,
    ...selected,
    ...revisions,
    ...deploy,
    ...doctor,
    ...approvals,
    ...operation,
    ...fleet,
    ...fields,
    ...secret,
    ...propose,
  },
});
