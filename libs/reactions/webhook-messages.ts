// What is sent: one message for each change of a status, the same bytes for everyone who gets it.
import { v5 as uuidv5 } from 'uuid';
import { type Change } from './change-feed.js';

export interface Message {
  /** The same for the same change, also in a log that was restored. */
  key: string;
  /** Where it stands among others; sortable within one log. What belongs to no change comes first. */
  place: string;
  type: 'status.changed' | 'webhook.test';
  body: string;
}

/** Of events that concern many filings, each filing has its number. */
const DIGITS = 10;

export const messageOf = (change: Change): Message => {
  const [position = '', index = ''] = change.cursor.split('.');
  return {
    key: `${change.event} ${change.filingId}`,
    place: `${position}.${index.padStart(DIGITS, '0')}`,
    ...written('status.changed', change.recordedAt, change),
  };
};

/** Of no change: to see whether it arrives. `id` tells it from others of its kind. */
export const testMessage = (id: string, at: Date): Message => ({
  ...{ key: `test ${id}`, place: '' },
  ...written('webhook.test', at.toISOString(), { test: id }),
});

const written = (type: Message['type'], timestamp: string, data: object): Pick<Message, 'type' | 'body'> => ({
  type,
  body: JSON.stringify({ type, timestamp, data }),
});

const IDS = '3c1d8f0a-52c4-4f0e-9a53-7a4c1d0c9b6e';

/** The webhook-id: of this message to this endpoint, however often it is sent. */
export const webhookId = (endpoint: string, { key }: Pick<Message, 'key'>): string => uuidv5(`${endpoint} ${key}`, IDS);
