import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
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

/** Every sentence of the plugin; the server's own words come with its answers. @public */
export const helmTranslationRef = createTranslationRef({
  id: 'helm',
  messages: {
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
  },
});
