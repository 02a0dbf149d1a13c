// Matters by the names of their streams, for what concerns a case of any kind.
import { type Matter } from '#policy/rules.js';
import { assessments } from './assessment-reliance.js';
import { filings } from './filings.js';
import { type Handler } from './handle.js';
import { incidents } from './incident-matters.js';
import { orders } from './orders.js';
import { inspections } from './inspections.js';
import { listings } from './listings.js';
import { penalties } from './penalty-citation.js';
import { reports } from './report-matters.js';
import { subjectsOf } from './subjects.js';

const NAME = /^([a-z]+)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export class CaseMatters {
  private readonly kinds: Readonly<Record<string, (id: string) => Promise<{ matter: Matter; revision: number }>>>;

  constructor(handler: Handler) {
    const kind =
      <C, E, S>(matters: (id: string) => Parameters<typeof handler.load<C, E, S>>[0]) =>
      async (id: string) => {
        const { state, revision } = await handler.load(matters(id), id);
        return { matter: matters(id).matter(state), revision };
      };
    this.kinds = {
      filing: kind(() => filings),
      subject: kind(subjectsOf),
      assessment: kind(() => assessments),
      order: kind(() => orders),
      penalty: kind(() => penalties),
      inspection: kind(() => inspections),
      incident: kind(() => incidents),
      report: kind(() => reports),
      listing: kind(() => listings),
    };
  }

  /** What the policy judges of the matter behind a stream's name; undefined where there is none. Throws StoreUnavailable. */
  async of(stream: string): Promise<Matter | undefined> {
    const [, category = '', id = ''] = NAME.exec(stream) ?? [];
    const load = Object.hasOwn(this.kinds, category) ? this.kinds[category] : undefined;
    const found = await load?.(id);
    return found === undefined || found.revision < 0 ? undefined : { ...found.matter, stream };
  }
}
