// What earlier releases wrote, and what later ones will: the log gives it back as it was written.
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { canonical } from './canonical.js';
import { type Json, NO_STREAM } from './event-store.js';
import { type Check, newEvent, newStream } from './fixtures.suite.js';
import { UnknownEventVersion, upcaster } from './upcast.js';

const folder = new URL('../../test/golden/events/', import.meta.url);

interface Stored {
  type: string;
  version: number;
  data: Json;
}

export const versions: Record<string, Check> = {
  'every golden life comes back with the bytes and the versions that it was written with': async ({ one, other }) => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    expect(files).not.toEqual([]);
    for (const name of files) {
      const { life } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { life: Stored[] };
      const stream = newStream();
      const events = life.map(({ type, version, data }) => newEvent(data, { type, version }));
      await one.append(stream, events, { expected: NO_STREAM });
      const textOf = ({ type, version, data }: Stored) => `${type} ${version} ${canonical(data)}`;
      expect((await other.readStream(stream)).map(textOf)).toEqual(life.map(textOf));
    }
  },

  'an older version is led up when it is read, and a newer one stops whoever reads it; neither is changed in the log': async ({
    one,
    other,
  }) => {
    const { upcast } = upcaster({
      FilingSubmitted: { current: 2, from: { 1: (data) => ({ services: [(data as { service: string }).service] }) } },
    });
    const stream = newStream();
    const events = [newEvent({ service: '换脸' }), newEvent({ unheard: 'of' }, { version: 3 })];
    await one.append(stream, events, { expected: NO_STREAM });
    for (let reading = 0; reading < 2; reading++) {
      const [older, newer] = await other.readStream(stream);
      expect(upcast(older!)).toMatchObject({ version: 2, data: { services: ['换脸'] } });
      expect(() => upcast(newer!)).toThrow(UnknownEventVersion);
      expect([older, newer]).toMatchObject(events.map(({ version, data }) => ({ version, data })));
    }
  },
};
