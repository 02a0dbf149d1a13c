// The control of `npm run faults -- crash`: the shipped service with one fault. It acknowledges the submission of a filing when it begins
// to write it, not when it has been written. `node hasty-service.mjs MAIN`, where MAIN is the service's own main.js.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const main = process.argv[2];
const { PostgresEventStore } = await import(createRequire(main).resolve('#event-store/postgres.js'));
const { append } = PostgresEventStore.prototype;
let position;

PostgresEventStore.prototype.append = async function (stream, events, { expected }) {
  const written = append.call(this, stream, events, { expected });
  if (!stream.startsWith('filing-') || expected !== -1) return written;
  written.catch(() => undefined);
  // A receipt names a position; which one, nobody asks here.
  position ??= await this.head();
  return { revision: expected + events.length, position };
};

await import(pathToFileURL(main).href);
