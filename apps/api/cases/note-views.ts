import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Agency } from '#domain/account.js';
import { agencyKey } from '#domain/case-file.js';
import { CommandReused, type Context } from '#application/handle.js';
import { commandKey, textRef } from '#application/identifiers.js';
import { Callers, Clock, DenialLog, TextKeeper } from '#application/ports.js';
import { type Note, Notes } from '#office/notes.js';
import { problem } from '#platform/problem.js';
import { type Action, type Actor, decide, type Matter } from '#policy/rules.js';
import { ActRecord } from '#api/http/act-record.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { hidden } from '#api/http/hidden.js';
import { encodeCursor, listScope, readPage, setNextLink } from '#api/http/paging.js';
import { CaseAccess } from './case-access.js';
import { type NoteDto, type NoteQuery, type NotesDto } from './note.dto.js';

const noteOf = ({ id, account, writtenAt, withdrawnAt }: Note, text: string | undefined): NoteDto => ({
  id,
  account,
  writtenAt: writtenAt.toISOString(),
  text: withdrawnAt === undefined ? text : undefined,
  withdrawnAt: withdrawnAt?.toISOString(),
});

/** Notes on a case, for the very agency that wrote them. */
@Injectable()
export class NoteViews {
  constructor(
    private readonly notes: Notes,
    private readonly access: CaseAccess,
    private readonly callers: Callers,
    private readonly keeper: TextKeeper,
    private readonly texts: ConfidentialTexts,
    private readonly acts: ActRecord,
    private readonly denials: DenialLog,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Keeps the note; a repetition under the same key finds it again. Throws 404, 403, 422 for a key of another request. */
  async write(stream: string, words: string, asked: Context): Promise<NoteDto> {
    const actor = await this.standing(asked.account, stream, 'note.write');
    await this.access.of(actor, stream, asked.requestId);
    const { agency, rule } = await this.allowed('note.write', actor, stream, asked.requestId);
    const id = commandKey(asked.account, `note-${stream}`, asked.idempotencyKey);
    const earlier = await this.notes.one(id);
    if (earlier) return this.repeated(earlier, words, asked);
    if (asked.dryRun) return { id, account: asked.account, writtenAt: this.clock.now().toISOString(), text: words };
    await this.acts.done({ actor, action: 'note.write', object: stream, rule, requestId: asked.requestId });
    const ref = textRef(id, asked.hash, '/text');
    // If the process dies after the next line, a repetition finds the words again and adds the note.
    const digests = await this.keeper.keep([{ ref, words, pointer: '/text' }], { kind: 'note', stream });
    const text = { ref, digest: digests.get(ref)! };
    const kept = await this.notes.add({
      ...{ id, matter: stream, agency: agencyKey(agency), account: asked.account, text, request: asked.hash },
      writtenAt: this.clock.now(),
    });
    return this.repeated(kept, words, asked);
  }

  /** A page of the agency's own, the newest first. Throws 404. */
  async page(caller: Actor, stream: string, query: NoteQuery, request: FastifyRequest, reply: FastifyReply): Promise<NotesDto> {
    await this.access.of(caller, stream, request.id);
    const { agency } = await this.allowed('note.read', caller, stream, request.id);
    const list = listScope('notes', { account: caller.account, stream });
    const { limit, after } = readPage<[number]>(query, list, ['number']);
    const found = await this.notes.page(stream, agencyKey(agency), limit + 1, after?.[0]);
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    if (found.length > limit && last) setNextLink(request, reply, encodeCursor(list, [last.seq]));
    const words = await this.texts.read(
      shown.filter(({ withdrawnAt }) => withdrawnAt === undefined).map(({ text }) => text),
      { caller, object: stream, requestId: request.id },
    );
    return { notes: shown.map((note) => noteOf(note, words.get(note.text.ref))) };
  }

  /** How many stand of this agency's own; none for who has no agency. */
  async count({ agency }: Actor, stream: string): Promise<number> {
    return agency ? this.notes.standing(stream, agencyKey(agency)) : 0;
  }

  /** Takes the words away for good; that there was a note stays. A repetition changes nothing. Throws 404, 403. */
  async withdraw(stream: string, id: string, asked: Context): Promise<NoteDto> {
    const actor = await this.standing(asked.account, stream, 'note.withdraw');
    await this.access.of(actor, stream, asked.requestId);
    const note = await this.notes.one(id);
    if (note?.matter !== stream) throw problem('not-found');
    const matter: Matter = { stream, agency: agencyOf(note.agency), account: note.account };
    const denial = { actor, object: stream, requestId: asked.requestId };
    if (!decide('note.read', actor, matter).allowed) throw await hidden(this.denials, { ...denial, action: 'note.read' });
    const decision = decide('note.withdraw', actor, matter);
    if (!decision.allowed) {
      await this.denials.denied({ ...denial, action: 'note.withdraw' });
      throw problem('forbidden', { detail: 'a note is withdrawn by its author' });
    }
    if (asked.dryRun) return noteOf({ ...note, withdrawnAt: note.withdrawnAt ?? this.clock.now() }, undefined);
    await this.acts.done({ ...denial, action: 'note.withdraw', rule: decision.rule });
    await this.notes.withdraw(id, this.clock.now());
    // If the process dies here, the note is shown without its words, and a repetition takes them away.
    await this.texts.erase([note.text], { caller: actor, object: stream, requestId: asked.requestId });
    return noteOf((await this.notes.one(id))!, undefined);
  }

  /** What was kept under the key, where it was this very request. */
  private repeated(note: Note, words: string, { hash }: Context): NoteDto {
    if (note.request !== hash) throw new CommandReused();
    return noteOf(note, words);
  }

  /** Who writes is looked up at this moment, recusals included. */
  private async standing(account: string, stream: string, action: Action): Promise<Actor> {
    const actor = await this.callers.current(account, stream);
    if (!actor) throw problem('forbidden', { detail: `your account may not do this (${action})` });
    return actor;
  }

  private async allowed(
    action: Action,
    actor: Actor,
    stream: string,
    requestId: string,
  ): Promise<{ agency: Agency; rule: string }> {
    const decision = decide(action, actor, { stream, agency: actor.agency });
    if (decision.allowed && actor.agency) return { agency: actor.agency, rule: decision.rule };
    throw await hidden(this.denials, { actor, action, object: stream, requestId });
  }
}

const agencyOf = (key: string): Agency => ({ kind: key.slice(0, -7), division: key.slice(-6) });
