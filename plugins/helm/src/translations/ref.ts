import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { baseMessages } from './messages/base';
import { deployMessages } from './messages/deploy';
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
    operation: operationMessages,
    fleet: fleetMessages,
  },
});
