import { Inject, Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { fold } from '#domain/decider.js';
import { type SubjectEvent, subject } from '#domain/subject.js';
import { filings } from '#application/filings.js';
import { foldOn } from '#application/folds.js';
import { type Matters } from '#application/handle.js';
import { inspections } from '#application/inspections.js';
import { orders } from '#application/orders.js';
import { penalties } from '#application/penalty-citation.js';
import { DenialLog } from '#application/ports.js';
import { reports } from '#application/report-matters.js';
import { type Sheet } from '#documents/sheet.js';
import { EventStore, type RecordedEvent } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';
import { type ReadAction } from '#policy/filters.js';
import { type Actor, decide, type Matter } from '#policy/rules.js';
import { seesAmong } from '#policy/visibility.js';
import { PrintedEvents } from '#read-models/printed-queries.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { hidden } from '#api/http/hidden.js';
import { least } from '#api/http/least.js';
import { filingPaper } from './filing-papers.js';
import { orderPaper } from './order-papers.js';
import { type Beside, type Paper } from './papers.js';
import { factsIn } from './printed-facts.js';
import { inspectionPaper, penaltyPaper, reportPaper } from './proceeding-papers.js';

interface Kind {
  action: ReadAction;
  /** What the policy judges, after all of these events. */
  matter(events: readonly RecordedEvent[]): Matter;
  paper: Paper;
}

const kind = <C, E, S>(matters: Matters<C, E, S>, action: ReadAction, paper: Paper): Kind => ({
  action,
  matter: (events) => matters.matter(foldOn(matters, events).state),
  paper,
});

/** By the first part of a stream's name. */
const kinds: Readonly<Record<string, Kind>> = {
  filing: kind(filings, 'filing.read', filingPaper),
  order: kind(orders, 'order.read', orderPaper),
  penalty: kind(penalties, 'penalty.read', penaltyPaper),
  inspection: kind(inspections, 'inspection.read', inspectionPaper),
  report: kind(reports, 'report.read', reportPaper),
};

/** Documents for whoever may read the matter of their event. */
@Injectable()
export class DocumentViews {
  constructor(
    private readonly printed: PrintedEvents,
    private readonly texts: ConfidentialTexts,
    @Inject(EventStore) private readonly store: EventStore,
    private readonly denials: DenialLog,
  ) {}

  /** Throws 404 where no event of this id has a document, or its matter is not for the caller. */
  async sheet(caller: Actor, id: string, min: string | undefined, request: FastifyRequest): Promise<Sheet> {
    const { rows } = await this.printed.one(id, least(min));
    const [found] = rows;
    const of = found && kinds[found.stream.slice(0, found.stream.indexOf('-'))];
    if (!of) throw problem('not-found');
    const { stream, revision, type } = found;
    const events = await this.store.readStream(stream);
    if (!seesAmong(caller, type, events) || !decide(of.action, caller, { ...of.matter(events), stream }).allowed)
      throw await hidden(this.denials, { actor: caller, action: of.action, object: stream, requestId: request.id });
    const beside: Beside = {
      inWords: (refs) => this.texts.read(refs, { caller, object: stream, requestId: request.id }),
      nameOf: (whose) => this.nameOf(whose, events[revision]!),
    };
    const sheet = await of.paper(events.slice(0, revision + 1), beside);
    if (!sheet) throw problem('not-found');
    return sheet;
  }

  private async nameOf(whose: string | undefined, { position }: RecordedEvent): Promise<string> {
    const events = whose === undefined ? [] : await this.store.readStream(`subject-${whose}`);
    const facts = factsIn<SubjectEvent>(events.filter((event) => event.position < position));
    return fold(subject, facts).details?.name ?? '当事人';
  }
}
