import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { approvalMessages } from './messages/approvals';
import { baseMessages } from './messages/base';
import { deployMessages } from './messages/deploy';
import { doctorMessages } from './messages/doctor';
import { fleetMessages } from './messages/fleet';
import { operationMessages } from './messages/operation';
import { selectedMessages } from './messages/selected';
import { stripMessages } from './messages/strip';

/** Every sentence of the plugin; the server's own words come with its answers. @public */
export const helmTranslationRef = createTranslationRef({
  id: 'helm',
  messages: {
    base: baseMessages,
    strip: stripMessages,
    selected: selectedMessages,
    deploy: deployMessages,
    doctor: doctorMessages,
    approvals: approvalMessages,
    operation: operationMessages,
    fleet: fleetMessages,
  },
});
