// By whose words a matter is found, and by whom: by texts that a single reading of it, or one of its documents, shows in words.
import { type Actor } from './rules.js';
import { seesAmong, seesSubjectsWords, visibleData } from './visibility.js';

/** By kind of matter, acts whose words are shown; every act that the reader sees, where nothing is listed. */
const shown: Readonly<Record<string, readonly string[] | undefined>> = {
  subject: ['SubjectRefused'],
  filing: ['FilingRefused', 'ChangeRefused'],
  order: ['OrderDrafted', 'OrderEdited', 'MeasuresLifted', 'OrderLifted'],
  incident: ['IncidentOpened', 'IncidentEdited'],
  assessment: undefined,
  penalty: undefined,
  inspection: undefined,
  report: undefined,
  listing: undefined,
};

/** What is not shown any more once something else has been said in its place. */
const replacedBy: Readonly<Record<string, string>> = {
  SubjectRefused: 'SubjectRegistered',
  OrderDrafted: 'OrderEdited',
  OrderEdited: 'OrderEdited',
  IncidentOpened: 'IncidentEdited',
  IncidentEdited: 'IncidentEdited',
};

/** Where somebody lives or can be reached is no reason: nobody is found by it. */
const reachesPeople: ReadonlySet<string> = new Set(['contact', 'contacts', 'address', 'knownAs']);

const lastOf = (pointer: string): string => pointer.slice(pointer.lastIndexOf('/') + 1);

/** Whether a text of this kind of matter, at this place of what is asked or recorded (a JSON Pointer), is ever found by its words. */
export const isFoundByWords = (kind: string, pointer: string): boolean =>
  Object.hasOwn(shown, kind) && !reachesPeople.has(lastOf(pointer));

/** A matter as it may be read now, and its stream, oldest event first. */
interface Told<Event> {
  category: string;
  id: string;
  division: string | undefined;
  events: readonly Event[];
}

/** The events by whose words this reader, who may read the matter, finds it; each with the data that the reader sees. */
export function eventsInWords<Event extends { type: string; data: unknown }>(
  reader: Actor,
  { category, id, division, events }: Told<Event>,
): { event: Event; data: object }[] {
  if (!Object.hasOwn(shown, category) || (category === 'subject' && !seesSubjectsWords(reader, { id, division }))) return [];
  const types = shown[category];
  const isReplaced = ({ type }: Event, i: number): boolean => {
    const by = replacedBy[type];
    return by !== undefined && events.slice(i + 1).some((later) => later.type === by);
  };
  return events
    .filter((event, i) => (types?.includes(event.type) ?? true) && !isReplaced(event, i) && seesAmong(reader, event.type, events))
    .map((event) => ({ event, data: visibleData(reader, event.data as object) }));
}
