// The status feed as server-sent events (WHATWG HTML, 9.2.6), as far as this service uses them.
import { dataOf, textOf } from './answers.js';
import { type ApiClient } from './api-client.js';

export interface Events {
  /** Of each event, in order; none where the stream only says that it lives. */
  data: string[];
  /** The id of the last of them, from which to go on. */
  cursor: string;
}

/** What comes after the cursor, as much at a time as has come; ends with the stream. Throws Interrupted where it breaks off, and Refused. */
export async function* statusEvents(client: ApiClient, after: string, signal?: AbortSignal): AsyncGenerator<Events> {
  const asked = client.GET('/v1/status-stream', {
    params: { header: { 'Last-Event-ID': after } },
    headers: { accept: 'text/event-stream' },
    parseAs: 'stream',
    signal,
  });
  let [cursor, rest] = [after, ''];
  for await (const text of textOf((await dataOf(asked)) as ReadableStream<Uint8Array>)) {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    const [data, before] = [[] as string[], cursor];
    for (const block of blocks)
      for (const line of block.split('\n')) {
        if (line.startsWith('id: ')) cursor = line.slice('id: '.length);
        if (line.startsWith('data: ')) data.push(line.slice('data: '.length));
      }
    if (data.length > 0 || cursor !== before) yield { data, cursor };
  }
}
