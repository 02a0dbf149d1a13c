// What a filing has said at each time: as it was submitted, submitted again and changed.
import { type components } from '#client/schema.js';
import { withValue } from '../../parts/form-fields.js';
import { type Form } from './form.js';

type MatterEvent = components['schemas']['MatterEventDto'];

export interface Version {
  /** From 1. */
  n: number;
  how: 'submitted' | 'changed';
  /** Which submission or which change. */
  count: number;
  /** Day in Asia/Shanghai on which it took effect. */
  on: string;
  form: Form;
}

interface Said {
  round: number;
  content: Form;
  serviceStart: unknown;
  change: number;
  items: readonly { path: string; after?: unknown }[];
}

/** The versions that the events tell of, oldest first. */
export function versionsIn(events: readonly MatterEvent[]): readonly Version[] {
  const versions: Version[] = [];
  for (const { type, data, effectiveOn: on } of events) {
    const said = data as unknown as Said;
    const n = versions.length + 1;
    if (type === 'FilingSubmitted') {
      const form = { ...said.content, serviceStart: said.serviceStart };
      versions.push({ n, how: 'submitted', count: said.round, on, form });
    }
    if (type === 'ChangeAccepted') {
      const form = said.items.reduce((now, { path, after }) => withValue(now, path, after), versions.at(-1)?.form ?? {});
      versions.push({ n, how: 'changed', count: said.change, on, form });
    }
  }
  return versions;
}
