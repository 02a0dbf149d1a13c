// The course of a matter whose readers read the words of its acts.
import { Table } from '../parts/facts.js';
import { useView } from '../view.js';
import { eventName } from '../words/events.js';

const WORDS = [
  ...['description', 'rectification', 'question', 'text', 'what', 'handling', 'finding', 'findings', 'opinion', 'conclusion'],
  ...['reason', 'reasons'],
];

/** What people have written in an act, whatever it is called there. */
function saidIn(data: unknown): string {
  const facts = data as Readonly<Record<string, unknown>>;
  return WORDS.flatMap((key) => (typeof facts[key] === 'string' ? [facts[key]] : [])).join('\n');
}

const dueIn = (data: unknown): string => {
  const { dueOn } = data as { dueOn?: unknown };
  return typeof dueOn === 'string' ? dueOn : '';
};

interface Act {
  type: string;
  on: string;
  data: unknown;
}

export function ActsCourse({ caption, acts }: { caption: string; acts: readonly Act[] }) {
  const { language, words } = useView();
  const { matters } = words;
  return (
    <Table
      caption={caption}
      columns={[{ name: matters.act }, { name: matters.on }, { name: matters.nextOf }, { name: matters.said }]}
      rows={acts.map(({ type, on, data }) => [
        eventName(type, language),
        on,
        dueIn(data),
        <span class="app-written">{saidIn(data)}</span>,
      ])}
    />
  );
}
