// What an order was to say, version by version, for the authorities that read it: an approval is of one version, and an edit makes another.
import { Inject, Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { fold } from '#domain/decider.js';
import { order, type OrderEvent } from '#domain/order.js';
import { type OrderContent } from '#domain/order-state.js';
import { type SubjectEvent, subject } from '#domain/subject.js';
import { orders } from '#application/orders.js';
import { foldOn } from '#application/folds.js';
import { DenialLog } from '#application/ports.js';
import { draftSheet } from '#documents/order-sheets.js';
import { type Sheet } from '#documents/sheet.js';
import { EventStore, type RecordedEvent } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';
import { type Actor, decide } from '#policy/rules.js';
import { seesEvent } from '#policy/visibility.js';
import { factsIn, headOf } from '#api/documents/printed-facts.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { hidden } from '#api/http/hidden.js';
import { type OrderDraftDto } from './order-draft.dto.js';

const isDraft = ({ type }: RecordedEvent): boolean => type === 'OrderDrafted' || type === 'OrderEdited';

@Injectable()
export class OrderDraftViews {
  constructor(
    private readonly texts: ConfidentialTexts,
    @Inject(EventStore) private readonly store: EventStore,
    private readonly denials: DenialLog,
  ) {}

  /** A version as it was handed in. Throws 404 where there is none, or it is not for the caller. */
  async one(caller: Actor, id: string, n: number, { id: requestId }: FastifyRequest): Promise<OrderDraftDto> {
    const { event, state, content } = await this.version(caller, id, n, requestId);
    const words = await this.words(content, caller, id, requestId);
    return {
      ...{ draft: n, account: event.meta.actor, on: event.meta.effectiveOn, addressee: content.addressee },
      ...{ filings: [...content.filings], jurisdiction: content.jurisdiction, legalBasis: [...content.legalBasis] },
      ...{ riskFinding: words.get(content.riskFinding.ref) ?? '', reasons: words.get(content.reasons.ref) ?? '' },
      measures: content.measures.map(({ kind, services, stopsService, scope, from, until }) => ({
        ...{ kind, services: services && [...services], stopsService, from, until },
        scope: {
          ...{ filings: scope.filings && [...scope.filings], products: scope.products && [...scope.products] },
          ...{ functions: scope.functions && [...scope.functions], region: scope.region },
        },
      })),
      ...{ reviewOn: content.reviewOn, rectifyBy: content.rectifyBy, remedies: content.remedies },
      provisionalUntil: content.provisionalUntil,
      officers: state.signatories.map(({ account }) => account),
    };
  }

  /** A version as the document that it would become. Throws as `one`. */
  async sheet(caller: Actor, id: string, n: number, { id: requestId }: FastifyRequest): Promise<Sheet> {
    const { event, state, content } = await this.version(caller, id, n, requestId);
    const words = await this.words(content, caller, id, requestId);
    return draftSheet(n, {
      ...headOf(event),
      addressee: await this.nameOf(content.addressee),
      ...{ measures: state.measures, rectifyBy: content.rectifyBy, reviewOn: content.reviewOn },
      ...{ legalBasis: content.legalBasis, provisionalUntil: content.provisionalUntil, remedies: content.remedies },
      ...{ riskFinding: words.get(content.riskFinding.ref), reasons: words.get(content.reasons.ref) },
    });
  }

  private async version(caller: Actor, id: string, n: number, requestId: string) {
    const stream = `order-${id}`;
    const events = await this.store.readStream(stream);
    if (events.length === 0) throw problem('not-found');
    const matter = { ...orders.matter(foldOn(orders, events).state), stream };
    if (!seesEvent(caller, 'OrderDrafted') || !decide('order.read', caller, matter).allowed)
      throw await hidden(this.denials, { actor: caller, action: 'order.read', object: stream, requestId });
    const event = events.filter(isDraft)[n - 1];
    if (!event) throw problem('not-found');
    const state = fold(order, factsIn<OrderEvent>(events.slice(0, event.revision + 1)));
    return { event, state, content: state.content! };
  }

  private words({ riskFinding, reasons }: OrderContent, caller: Actor, id: string, requestId: string) {
    return this.texts.read([riskFinding, reasons], { caller, object: `order-${id}`, requestId });
  }

  /** As it is called now: the order that is issued names it as it was called then. */
  private async nameOf(addressee: string): Promise<string> {
    const facts = factsIn<SubjectEvent>(await this.store.readStream(`subject-${addressee}`));
    return fold(subject, facts).details?.name ?? '当事人';
  }
}
