import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { agencyKey } from '#domain/case-file.js';
import { type Fact } from '#domain/decider.js';
import { parseFilingNumber } from '#domain/filing-number.js';
import { type ObjectionOutcome, type Report } from '#domain/report-state.js';
import { type TextRef } from '#domain/text-ref.js';
import { factOf, foldOn } from '#application/folds.js';
import { DenialLog } from '#application/ports.js';
import { provesItself } from '#application/receipts.js';
import { anyone, reports } from '#application/report-matters.js';
import { upcast } from '#application/versions.js';
import { EventStore, type RecordedEvent } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';
import { reportScope } from '#policy/filters.js';
import { type Actor } from '#policy/rules.js';
import { type ProceedingCase } from '#read-models/proceeding-cases.js';
import { ReportCases } from '#read-models/report-case-queries.js';
import { reporterContactOf } from '#vault/reporter-contact.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { least } from '#api/http/least.js';
import { ProceedingViews } from '#api/proceedings/proceeding-views.js';
import {
  type ReportAnswerDto,
  type ReportListDto,
  type ReportQuery,
  type ReportStandingDto,
  type ReportSummaryDto,
  type ReportTrackDto,
  type ReportViewDto,
} from './report-view.dto.js';

/** As much of the facts that answer a reporter as he is shown. */
type AnswerFact =
  | Fact<'ComplaintAnswered', { agency: ReportAnswerDto['agency']; answer: TextRef }>
  | Fact<'ObjectionReplied', { agency: ReportAnswerDto['agency']; outcome: ObjectionOutcome; reply: TextRef }>;

const isAnswer = (fact: { type: string }): fact is AnswerFact =>
  fact.type === 'ComplaintAnswered' || fact.type === 'ObjectionReplied';

const wordsOf = (fact: AnswerFact): TextRef => (fact.type === 'ComplaintAnswered' ? fact.data.answer : fact.data.reply);

const tracks = ({ tracks }: Report): ReportTrackDto[] =>
  tracks.map(({ agency, status, answered, outcome }) => ({ agency, status, answered, outcome }));

/** Reports as their readers may see them. */
@Injectable()
export class ReportViews extends ProceedingViews<Report, ReportSummaryDto> {
  constructor(
    private readonly reportCases: ReportCases,
    private readonly confidential: ConfidentialTexts,
    @Inject(EventStore) private readonly log: EventStore,
    denials: DenialLog,
  ) {
    super(reports, 'report.read', reportCases, confidential, log, denials);
  }

  override async one(
    caller: Actor,
    id: string,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<ReportViewDto | undefined> {
    const view = await super.one(caller, id, min, request, reply);
    return view && { ...view, acts: view.acts.map((act) => ({ ...act, data: withContact(act.data) })) };
  }

  async list(
    caller: Actor,
    query: ReportQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<ReportListDto> {
    const { kind, status, mine, awaiting } = query;
    const parsed = query.number === undefined ? undefined : parseFilingNumber(query.number);
    const number = parsed?.ok ? parsed.number : undefined;
    const agency = caller.agency && agencyKey(caller.agency);
    // Nothing awaits who is of no agency.
    const awaits = awaiting === undefined ? undefined : (agency ?? '');
    const rows = await this.pageOf(
      caller,
      { kind, status, mine, awaiting, number },
      query,
      (page) =>
        this.reportCases.list(
          (first) => reportScope(caller, first, mine !== undefined),
          { kind, status, number, awaits },
          page,
          least(min),
        ),
      request,
      reply,
    );
    return { reports: rows.map((row) => this.summary(caller, row)) };
  }

  /** An anonymous report, from the log itself. Throws 404, the same whether there is no such receipt or the secret is another. */
  async proven(receipt: string, secret: string): Promise<{ state: Report; events: readonly RecordedEvent[] }> {
    const events = await this.log.readStream(`report-${receipt}`);
    const { state } = foldOn(reports, events);
    if (!provesItself(secret, state.secretHash)) throw problem('not-found');
    return { state, events };
  }

  /** How an anonymous report stands. Throws what `proven` throws. */
  async standing(receipt: string, secret: string, requestId: string): Promise<ReportStandingDto> {
    const { state, events } = await this.proven(receipt, secret);
    const answers = events.map((event) => factOf(event, upcast)).filter(isAnswer);
    const words = await this.confidential.read(answers.map(wordsOf), {
      caller: anyone,
      object: `report-${receipt}`,
      requestId,
    });
    return {
      receipt,
      kind: state.kind,
      status: state.status,
      openedOn: events[0]?.meta.effectiveOn ?? '',
      recipients: tracks(state),
      supplements: state.supplements,
      answers: answers.map((fact) => ({
        on: fact.effectiveOn,
        agency: fact.data.agency,
        outcome: fact.type === 'ObjectionReplied' ? fact.data.outcome : undefined,
        text: words.get(wordsOf(fact).ref),
      })),
    };
  }

  protected summary(_caller: Actor, { id, openedOn, state }: ProceedingCase<Report>): ReportSummaryDto {
    return {
      id,
      kind: state.kind,
      status: state.status,
      openedOn,
      basis: state.basis,
      number: state.number,
      filings: [...state.filings],
      recipients: tracks(state),
      supplements: state.supplements,
      anonymous: state.reporter === undefined,
    };
  }
}

/** A contact is one text of the vault, and more than one thing to its reader. */
const withContact = (data: object): object =>
  'contact' in data && typeof data.contact === 'string' ? { ...data, contact: reporterContactOf(data.contact) } : data;
