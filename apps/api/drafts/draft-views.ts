import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { CommandReused, type Context, PreconditionFailed } from '#application/handle.js';
import { matterId } from '#application/identifiers.js';
import { Callers, Clock, DenialLog } from '#application/ports.js';
import { type Draft, type DraftKind, draftKinds, Drafts, type DraftSummary, keptUntil, MOST_DRAFTS } from '#office/drafts.js';
import { problem } from '#platform/problem.js';
import { type Actor, decide } from '#policy/rules.js';
import { etagOf } from '#api/http/etag.js';
import { hidden } from '#api/http/hidden.js';
import {
  type DraftDto,
  type DraftFormDto,
  type DraftQuery,
  type DraftsDto,
  type DraftSummaryDto,
  type NewDraftDto,
} from './draft.dto.js';

const ACTION = 'draft.keep';

const summaryView = (draft: DraftSummary): DraftSummaryDto => {
  const { id, kind, of, title, revision, changedBy, changedAt } = draft;
  return {
    ...{ id, kind, of, title, revision, changedBy, changedAt: changedAt.toISOString() },
    keptUntil: keptUntil(draft).toISOString(),
  };
};

export const draftView = (draft: Draft): DraftDto => ({ ...summaryView(draft), content: draft.content });

/** For If-Match of the next change. */
export const setDraftTag = (reply: FastifyReply, { id, revision }: Draft): void =>
  void reply.header('etag', etagOf(revision, id));

const same = (a: DraftFormDto, b: DraftFormDto): boolean =>
  a.title === b.title && JSON.stringify(a.content) === JSON.stringify(b.content);

/** Drafts of one's own organisation. Another's is answered like one that does not exist. */
@Injectable()
export class DraftViews {
  constructor(
    private readonly drafts: Drafts,
    private readonly callers: Callers,
    private readonly denials: DenialLog,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Throws 403. */
  async list(caller: Actor, { kind, of }: DraftQuery, requestId: string): Promise<DraftsDto> {
    const subject = await this.organisation(caller, requestId);
    return { drafts: (await this.drafts.of(subject, { kind, of })).map(summaryView) };
  }

  /** Throws 404. */
  async one(caller: Actor, id: string, requestId: string): Promise<Draft> {
    const found = await this.drafts.one(id);
    if (!found) throw problem('not-found');
    if (decide(ACTION, caller, { holder: found.subject }).allowed) return found;
    throw await hidden(this.denials, { actor: caller, action: ACTION, object: `draft-${id}`, requestId });
  }

  /** Keeps it; a repetition under the same key finds it again. Throws 403, 409 where there are too many, 422. */
  async begin({ kind, of, title, content }: NewDraftDto, asked: Context): Promise<Draft> {
    const actor = await this.standing(asked.account);
    const subject = await this.organisation(actor, asked.requestId);
    if (of !== undefined && !concerns(kind, of)) throw ofAnotherKind();
    const id = matterId(asked.account, asked.idempotencyKey);
    const earlier = await this.drafts.one(id);
    if (earlier) return repeated(earlier, asked);
    const by = { request: asked.hash, changedBy: asked.account, changedAt: this.clock.now() };
    const made = { id, subject, kind, of, title, content, ...by };
    if (asked.dryRun) return { ...made, revision: 0 };
    const kept = await this.drafts.add(made);
    if (!kept)
      throw problem('refused', {
        specific: 'too-many-drafts',
        detail: `an organisation has ${MOST_DRAFTS} drafts at most: discard one first`,
      });
    return repeated(kept, asked);
  }

  /** What is there already is a success, whatever version was read. Throws 404, 412. */
  async save(account: string, id: string, revision: number, form: DraftFormDto, requestId: string): Promise<Draft> {
    const present = await this.one(await this.standing(account), id, requestId);
    if (same(form, present)) return present;
    const { title, content } = form;
    const saved = await this.drafts.save(id, revision, { title, content }, { account, at: this.clock.now() });
    return saved ?? this.overtaken(id);
  }

  /** Throws 404, 412. */
  async discard(account: string, id: string, revision: number, requestId: string): Promise<void> {
    await this.one(await this.standing(account), id, requestId);
    if (!(await this.drafts.discard(id, revision))) await this.overtaken(id);
  }

  private async overtaken(id: string): Promise<never> {
    const now = await this.drafts.one(id);
    throw now ? new PreconditionFailed(now.revision) : problem('not-found');
  }

  /** Who writes is looked up at this moment. */
  private async standing(account: string): Promise<Actor> {
    const actor = await this.callers.current(account);
    if (!actor) throw problem('forbidden', { detail: 'no open account belongs to this token' });
    return actor;
  }

  private async organisation(actor: Actor, requestId: string): Promise<string> {
    const { subject } = actor;
    if (subject !== undefined && decide(ACTION, actor, { holder: subject }).allowed) return subject;
    await this.denials.denied({ actor, action: ACTION, object: 'drafts', requestId });
    throw problem('forbidden', { detail: `your account may not do this (${ACTION})` });
  }
}

const concerns = (kind: DraftKind, stream: string): boolean => {
  const category = draftKinds[kind];
  return category !== undefined && stream.startsWith(`${category}-`);
};

const ofAnotherKind = () =>
  problem('invalid', {
    errors: [{ pointer: '/of', code: 'not-of-this-kind', detail: 'a form of this kind concerns no such matter' }],
  });

/** What was kept under the key, where it was this very request; somebody may have saved it since. */
function repeated(draft: Draft, { hash }: Context): Draft {
  if (draft.request !== hash) throw new CommandReused();
  return draft;
}
