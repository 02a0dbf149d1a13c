// A reader of server-sent events as the standard has it (WHATWG HTML, 9.2.6), which remembers the last id and can be cut off.
export interface SentEvent {
  id: string;
  event: string;
  data: string;
}

export interface Listening {
  status: number;
  headers: Headers;
  /** Of an answer that is no stream. */
  problem?: { code: string };
  /** Each event once and in order; ends with the stream, and throws where it broke off. */
  events: AsyncGenerator<SentEvent>;
  /** The id from which to go on, whether it came with an event or without. */
  lastId(): string;
  /** Comments so far. */
  comments: readonly string[];
  leave(): void;
}

/** Opens a stream, and resolves when its head is there. */
export async function listen(url: string, headers: Record<string, string>): Promise<Listening> {
  const leaving = new AbortController();
  const response = await fetch(url, { headers: { accept: 'text/event-stream', ...headers }, signal: leaving.signal });
  const comments: string[] = [];
  let last = headers['last-event-id'] ?? '';
  const told = response.status === 200;
  return {
    status: response.status,
    headers: response.headers,
    ...(!told && { problem: (await response.json()) as { code: string } }),
    events: told ? eventsIn(response.body!, comments, (id) => (last = id)) : nothing(),
    lastId: () => last,
    comments,
    leave: () => leaving.abort(),
  };
}

async function* nothing(): AsyncGenerator<SentEvent> {}

async function* eventsIn(
  body: ReadableStream<Uint8Array>,
  comments: string[],
  remember: (id: string) => void,
): AsyncGenerator<SentEvent> {
  const decoder = new TextDecoder();
  let [text, id] = ['', ''];
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      let [event, data] = ['message', ''];
      for (const field of fields) {
        const [name, value] = [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 1).replace(/^ /, '')];
        if (name === '') comments.push(value);
        if (name === 'id') id = value;
        if (name === 'event') event = value;
        if (name === 'data') data = data === '' ? value : `${data}\n${value}`;
      }
      remember(id);
      if (data !== '') yield { id, event, data };
    }
  }
}
