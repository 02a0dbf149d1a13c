import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { OnAccount } from '#application/accounts.js';
import { CommandReused, type Context, PreconditionFailed, type Receipt } from '#application/handle.js';
import { matterId, personId } from '#application/identifiers.js';
import { Callers, Clock, DenialLog } from '#application/ports.js';
import { type ClientKey, clientKeyOf } from '#identity/client-keys.js';
import { type MachineClient, MachineClients, MOST_CLIENTS } from '#identity/clients.js';
import { problem } from '#platform/problem.js';
import { type Actor, decide } from '#policy/rules.js';
import { ActRecord } from '#api/http/act-record.js';
import { hidden } from '#api/http/hidden.js';
import { type NewClientDto, type PublicKeyDto } from './client.dto.js';
import { Tokens } from './tokens.js';

const ACTION = 'client.keep';
const objectOf = (id: string): string => `client-${id}`;

/** Machines of one's own organisation. Another's is answered like one that does not exist. */
@Injectable()
export class ClientActs {
  constructor(
    private readonly bus: CommandBus,
    private readonly clients: MachineClients,
    private readonly tokens: Tokens,
    private readonly callers: Callers,
    private readonly acts: ActRecord,
    private readonly denials: DenialLog,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Throws 403. */
  async list(caller: Actor, requestId: string): Promise<MachineClient[]> {
    const { subject } = await this.organisation(caller, requestId);
    return this.clients.of(subject);
  }

  /** Throws 404. */
  async one(caller: Actor, id: string, requestId: string): Promise<MachineClient> {
    return (await this.own(caller, id, requestId)).client;
  }

  /**
   * Opens its account, and lets it sign in by the key. Throws 403; 409 where clients are registered elsewhere or there are too many; 422 for what
   * is no public key.
   */
  async register({ name, key: form }: NewClientDto, asked: Context): Promise<MachineClient> {
    const actor = await this.standing(asked.account);
    const { subject, rule } = await this.organisation(actor, asked.requestId);
    if (!this.tokens.ours) throw registeredElsewhere(this.tokens.issuer);
    const key = await keyOf(form);
    const id = matterId(asked.account, asked.idempotencyKey);
    const earlier = await this.clients.one(id);
    if (earlier) return repeated(earlier, asked);
    if ((await this.clients.open(subject)) >= MOST_CLIENTS) throw tooMany();
    const data = { person: personId(id), roles: ['filer' as const], subject };
    await this.bus.execute<OnAccount, Receipt>(new OnAccount(id, { type: 'OpenAccount', data }, asked, { signIn: id }));
    const by = { request: asked.hash, registeredBy: asked.account, registeredAt: this.clock.now() };
    const made = { id, subject, name, key, ...by };
    if (asked.dryRun) return { ...made, revision: 0 };
    await this.acts.done({ actor, action: ACTION, object: objectOf(id), rule, requestId: asked.requestId });
    // If the process dies before the next line, an account stands open that nobody can sign in to; the repetition lets its machine in.
    return repeated(await this.clients.add(made), asked);
  }

  /** What was its key counts no more. The same key again is a success, whatever version was read. Throws 404, 409, 412, 422. */
  async replaceKey(account: string, id: string, revision: number, form: PublicKeyDto, requestId: string): Promise<MachineClient> {
    const actor = await this.standing(account);
    const { client, rule } = await this.own(actor, id, requestId);
    if (client.closedAt) throw problem('refused', { specific: 'client-closed', detail: 'a client that was closed has no key' });
    const key = await keyOf(form);
    if (sameKey(key, client.key)) return client;
    if (revision !== client.revision) throw new PreconditionFailed(client.revision);
    await this.acts.done({ actor, action: ACTION, object: objectOf(id), rule, requestId });
    const changed = await this.clients.replaceKey(id, revision, key, { account, at: this.clock.now() });
    if (changed) return changed;
    throw new PreconditionFailed((await this.clients.one(id))!.revision);
  }

  /** Closes its account for good, and with it the client, whatever version was read: a key that was lost does not wait. Throws 404. */
  async close(id: string, asked: Context): Promise<MachineClient> {
    const { client } = await this.own(await this.standing(asked.account), id, asked.requestId);
    await this.bus.execute<OnAccount, Receipt>(new OnAccount(id, { type: 'CloseAccount', data: {} }, asked));
    return asked.dryRun ? { ...client, closedAt: client.closedAt ?? this.clock.now() } : (await this.clients.one(id))!;
  }

  private async own(actor: Actor, id: string, requestId: string): Promise<{ client: MachineClient; rule: string }> {
    const client = await this.clients.one(id);
    if (!client) throw problem('not-found');
    const decision = decide(ACTION, actor, { holder: client.subject });
    if (decision.allowed) return { client, rule: decision.rule };
    throw await hidden(this.denials, { actor, action: ACTION, object: objectOf(id), requestId });
  }

  /** Who writes is looked up at this moment. */
  private async standing(account: string): Promise<Actor> {
    const actor = await this.callers.current(account);
    if (!actor) throw problem('forbidden', { detail: 'no open account belongs to this token' });
    return actor;
  }

  private async organisation(actor: Actor, requestId: string): Promise<{ subject: string; rule: string }> {
    const { subject } = actor;
    const decision = decide(ACTION, actor, { holder: subject });
    if (subject !== undefined && decision.allowed) return { subject, rule: decision.rule };
    await this.denials.denied({ actor, action: ACTION, object: 'clients', requestId });
    throw problem('forbidden', { detail: `your account may not do this (${ACTION})` });
  }
}

async function keyOf(form: PublicKeyDto): Promise<ClientKey> {
  const key = await clientKeyOf(form);
  if (key) return key;
  throw problem('invalid', {
    errors: [{ pointer: '/key', code: 'public-key', detail: 'not the public half of a key on P-256 or Ed25519' }],
  });
}

const sameKey = (a: ClientKey, b: ClientKey): boolean => a.kid === b.kid && a.crv === b.crv && a.x === b.x && a.y === b.y;

/** What was registered under the key, where it was by this very request. */
function repeated(client: MachineClient, { hash }: Context): MachineClient {
  if (client.request !== hash) throw new CommandReused();
  return client;
}

const registeredElsewhere = (issuer: string) =>
  problem('refused', {
    specific: 'clients-elsewhere',
    detail: `tokens come from ${issuer}: register the client there, and open its account by POST /v1/accounts, with what its tokens name as their subject`,
  });

const tooMany = () =>
  problem('refused', {
    specific: 'too-many-clients',
    detail: `an organisation has ${MOST_CLIENTS} open clients at most: close one first`,
  });
