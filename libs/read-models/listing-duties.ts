// What app stores do about apps starts no duty that has a day. It stands among the matters so that lists know whose it is.
import { type ListingEvent } from '#domain/listing.js';
import { type Duties, onMatter } from './duties.js';

export const listingDuties: Duties = {
  category: 'listing',
  touches({ stream, position, data }) {
    const { holder, division, agency } = data as unknown as ListingEvent['data'];
    const fresh = { category: 'listing', id: stream.slice('listing-'.length), since: position };
    return [onMatter(stream, (before) => ({ ...before, holder, division, agency }), fresh)];
  },
};
