// Every command in every state of an app in a store.
import { describe } from '@jest/globals';
import * as the from '#support/listing-examples.js';
import { walk, without } from '#support/transitions.js';
import { listing, type ListingCommand, type ListingEvent } from './listing.js';
import { type Listing } from './listing-state.js';

describe('listing', () => {
  const { past, ordered, filed, ended, refuse, warn, suspend, delist, restore } = the;
  const because = { cause: ordered, ...filed };
  const facts = {
    RefuseApp: 'AppRefused',
    WarnApp: 'AppWarned',
    SuspendApp: 'AppSuspended',
    DelistApp: 'AppDelisted',
    RestoreApp: 'AppRestored',
  };
  const taken = without(facts, 'RestoreApp');
  const again = without(facts, 'RefuseApp');
  walk<ListingCommand, ListingEvent, Listing>(
    listing,
    {
      'no measure': { past: [], facts: taken },
      refused: { past: past(refuse()), facts: { RefuseApp: 'AppRefused', RestoreApp: 'AppRestored' } },
      warned: { past: past(warn()), facts: again },
      suspended: { past: past(suspend()), facts: without(again, 'WarnApp') },
      delisted: { past: past(delist()), facts: without(facts, 'WarnApp', 'SuspendApp') },
      restored: { past: past(delist(because), restore(because, { order: ended })), facts: taken, nothing: ['RestoreApp'] },
    },
    () => the.commands,
  );
});
