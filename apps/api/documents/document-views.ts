import { Inject, Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { fold } from '#domain/decider.js';
import { type FilingEvent, filing } from '#domain/filing.js';
import { formatFilingNumber } from '#domain/filing-number.js';
import { type OrderEvent, order } from '#domain/order.js';
import { type SubjectEvent, subject } from '#domain/subject.js';
import { type TextRef } from '#domain/text-ref.js';
import { matterOfOrder } from '#application/orders.js';
import { DenialLog } from '#application/ports.js';
import {
  acceptanceSheet,
  cancellationSheet,
  exOfficioCancellationSheet,
  refusalSheet,
  revocationSheet,
} from '#documents/filing-sheets.js';
import { orderSheet } from '#documents/order-sheets.js';
import { type Sheet } from '#documents/sheet.js';
import { EventStore, type RecordedEvent } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';
import { type Actor, decide } from '#policy/rules.js';
import { seesEvent } from '#policy/visibility.js';
import { FilingCases } from '#read-models/filing-case-queries.js';
import { OrderBoard } from '#read-models/order-board-queries.js';
import { type PrintedEvent } from '#read-models/printed.js';
import { PrintedEvents } from '#read-models/printed-queries.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { hidden } from '#api/http/hidden.js';
import { least } from '#api/http/least.js';
import { factsIn, headOf } from './printed-facts.js';

/** Whose words of the vault are read, and for whom. */
type InWords = (refs: readonly TextRef[]) => Promise<ReadonlyMap<string, string>>;

const idIn = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

/** Documents for whoever may read the matter of their event. */
@Injectable()
export class DocumentViews {
  constructor(
    private readonly printed: PrintedEvents,
    private readonly filings: FilingCases,
    private readonly orders: OrderBoard,
    private readonly texts: ConfidentialTexts,
    @Inject(EventStore) private readonly store: EventStore,
    private readonly denials: DenialLog,
  ) {}

  /** Throws 404 where no event of this id has a document, or its matter is not for the caller. */
  async sheet(caller: Actor, id: string, min: string | undefined, request: FastifyRequest): Promise<Sheet> {
    const { rows } = await this.printed.one(id, least(min));
    const [found] = rows;
    if (!found) throw problem('not-found');
    const { stream, revision, type } = found;
    const action = stream.startsWith('order-') ? 'order.read' : 'filing.read';
    if (!seesEvent(caller, type) || !(await this.mayRead(caller, found, min)))
      throw await hidden(this.denials, { actor: caller, action, object: stream, requestId: request.id });
    const events = (await this.store.readStream(stream)).slice(0, revision + 1);
    const inWords: InWords = (refs) => this.texts.read(refs, { caller, object: stream, requestId: request.id });
    return action === 'order.read' ? this.ofOrder(events, inWords) : this.ofFiling(events, inWords);
  }

  private async mayRead(caller: Actor, { stream }: PrintedEvent, min: string | undefined): Promise<boolean> {
    const id = idIn(stream);
    if (stream.startsWith('order-')) {
      const row = (await this.orders.one(id, least(min))).rows[0]?.row;
      return row !== undefined && decide('order.read', caller, { stream, ...matterOfOrder(row.order) }).allowed;
    }
    const row = (await this.filings.one(id, least(min))).rows[0]?.row;
    return row !== undefined && decide('filing.read', caller, { stream, holder: row.holder, division: row.division }).allowed;
  }

  private async ofFiling(events: readonly RecordedEvent[], inWords: InWords): Promise<Sheet> {
    const facts = factsIn<FilingEvent>(events);
    const { filedAs, content, row, number } = fold(filing, facts);
    const head = {
      ...headOf(events.at(-1)!),
      filedAs,
      algorithmName: content?.algorithm?.name ?? row?.algorithmName,
      number: number && formatFilingNumber(number),
    };
    const fact = facts.at(-1)!;
    switch (fact.type) {
      case 'FilingAccepted':
        return acceptanceSheet(head);
      case 'FilingRefused': {
        const { reasons } = fact.data;
        const words = await inWords(reasons.map(({ text }) => text));
        return refusalSheet(
          head,
          reasons.map(({ item, defect, text }) => ({ item, defect, text: words.get(text.ref) })),
        );
      }
      case 'CancellationCompleted':
        return cancellationSheet(head, fact.data.terminatedOn);
      case 'ExOfficioCancelled':
        return exOfficioCancellationSheet(head, fact.data.ground, fact.data.documentNo);
      case 'FilingRevoked':
        return revocationSheet(head, fact.data.documentNo);
      default:
        throw problem('not-found');
    }
  }

  private async ofOrder(events: readonly RecordedEvent[], inWords: InWords): Promise<Sheet> {
    const event = events.at(-1)!;
    const state = fold(order, factsIn<OrderEvent>(events));
    const { content, documentNo, measures, rectifyBy, reviewOn, servedOn } = state;
    if (!content || documentNo === undefined) throw problem('not-found');
    const words = await inWords([content.riskFinding, content.reasons]);
    return orderSheet({
      ...headOf(event),
      ...{ documentNo, measures, rectifyBy, reviewOn, servedOn, remedies: content.remedies },
      addressee: await this.nameOf(content.addressee, event),
      legalBasis: content.legalBasis,
      riskFinding: words.get(content.riskFinding.ref),
      reasons: words.get(content.reasons.ref),
      provisionalUntil: content.provisionalUntil,
    });
  }

  /** The addressee's name as it was then; an individual's is not for print. */
  private async nameOf(addressee: string, { position }: RecordedEvent): Promise<string> {
    const events = (await this.store.readStream(`subject-${addressee}`)).filter((event) => event.position < position);
    return fold(subject, factsIn<SubjectEvent>(events)).details?.name ?? '当事人';
  }
}
