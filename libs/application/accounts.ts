// Accounts, and whose standing a request has. Accounts are event streams like everything else; this is their handler and their reader.
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Account, account, type AccountCommand, type AccountEvent, type Agency, roles } from '#domain/account.js';
import { inForce, oneWith } from '#domain/agency.js';
import { agencyKey, grantedOn } from '#domain/case-file.js';
import { type LocalDate, type Request } from '#domain/decider.js';
import { NATIONAL } from '#domain/division.js';
import { type EventReader } from '#event-store/event-store.js';
import { grantableBy } from '#policy/grants.js';
import { type Actor, type Matter } from '#policy/rules.js';
import { agencies } from './agencies.js';
import { caseFiles } from './case-files.js';
import { dateInShanghai } from './dates.js';
import { Folds } from './folds.js';
import { type Context, Handler, type Matters, type Receipt } from './handle.js';
import { Callers, type CaseIndex, type Clock, SignIns } from './ports.js';
import { upcast, versionOf } from './versions.js';

/** Accounts of stores, auditors and operators belong to no agency and no filer: the national administration keeps them. */
const keeper: Agency = { kind: 'cac', division: NATIONAL };

/** What the policy judges of an account. */
export const matterOfAccount = (id: string, { subject, agency }: { subject?: string; agency?: Agency }): Matter => ({
  account: id,
  holder: subject,
  agency: agency ?? (subject === undefined ? keeper : undefined),
});

/** An account is its own: its id stands in the stream's name and not in the state. */
export const accountsOf = (id: string): Matters<AccountCommand, AccountEvent, Account> => ({
  category: 'account',
  decider: account,
  upcast,
  versionOf,
  matter: (state) => (state.status === 'none' ? {} : matterOfAccount(id, state)),
});

export class OnAccount {
  constructor(
    readonly id: string,
    readonly request: Request<AccountCommand>,
    readonly context: Context,
    readonly how: {
      /** The token subject that is to sign in to a new account. */
      signIn?: string;
      /** The system's own: the demonstration identities, and the first administrator. */
      within?: { actor: Actor; rule: string };
    } = {},
  ) {}
}

@CommandHandler(OnAccount)
export class AccountsHandler implements ICommandHandler<OnAccount, Receipt> {
  constructor(
    private readonly handler: Handler,
    private readonly signIns: SignIns,
  ) {}

  async execute({ id, request, context, how: { signIn, within } }: OnAccount): Promise<Receipt> {
    const receipt = await this.handler.handle(accountsOf(id), {
      id,
      ...request,
      action: 'account.keep',
      context,
      creates: request.type === 'OpenAccount' ? matterOfAccount(id, request.data) : undefined,
      within,
      look: async (_, { actor }) => {
        const grantable = within ? roles : grantableBy(actor);
        if (signIn === undefined) return { facts: { grantable } };
        const present = await this.signIns.accountOf(signIn);
        return {
          facts: { grantable, signInTaken: present !== undefined && present !== id },
          // Bound before the account is opened: a crash in between leaves a sign-in to nothing, which the repetition completes.
          commit: async () => {
            await this.signIns.bind(signIn, id);
            return { grantable, signInTaken: (await this.signIns.accountOf(signIn)) !== id };
          },
        };
      },
    });
    // If the process dies here the account is closed all the same: tokens that its machine still gets are refused.
    if (request.type === 'CloseAccount' && !context.dryRun) await this.signIns.end(id);
    return receipt;
  }
}

const CACHE_MS = 1_000;
const CACHE_ENTRIES = 10_000;

/** Reads accounts from the log: afresh for a write, at most a second old for a read, so that a revoked role is refused at once. */
export class AccountCallers extends Callers {
  private readonly cache = new Map<string, { at: number; actor: Promise<Actor | undefined>; known?: Actor }>();

  private readonly folds: Folds;

  constructor(
    reader: EventReader,
    private readonly clock: Clock,
    /** For reads; a write folds the one case that it is about. */
    private readonly cases?: CaseIndex,
  ) {
    super();
    this.folds = new Folds(reader);
  }

  async current(id: string, stream?: string): Promise<Actor | undefined> {
    const { state } = await this.folds.now(accountsOf(id), id);
    if (state.status !== 'open') return undefined;
    const { person, roles, subject, agency } = state;
    const actor = { account: id, person, roles, subject, agency };
    if (agency === undefined) return actor;
    const on = dateInShanghai(this.clock.now());
    const official = await this.official({ ...actor, agency }, on);
    return stream === undefined ? official : this.standingIn(stream, official, agency, on);
  }

  /** As `current`, from memory where that was read less than a second ago. */
  recent(id: string): Promise<Actor | undefined> {
    const now = performance.now();
    const found = this.cache.get(id);
    if (found && now - found.at < CACHE_MS) return found.actor;
    const actor = this.reader(id);
    if (this.cache.size >= CACHE_ENTRIES) this.cache.clear();
    const entry: { at: number; actor: Promise<Actor | undefined>; known?: Actor } = { at: now, actor };
    this.cache.set(id, entry);
    actor.then((known) => (entry.known = known)).catch(() => this.cache.delete(id));
    return actor;
  }

  /** What `recent` would answer, where it has been read less than a second ago. */
  known(id: string): Actor | undefined {
    const found = this.cache.get(id);
    return found && performance.now() - found.at < CACHE_MS ? found.known : undefined;
  }

  private async reader(id: string): Promise<Actor | undefined> {
    const actor = await this.current(id);
    return actor?.agency && this.cases ? { ...actor, cases: await this.cases.of(actor) } : actor;
  }

  /** With what colleagues have lent. A delegator who has lost a role, or the post, has nothing left to lend. */
  private async official(own: Actor & { agency: Agency }, on: LocalDate): Promise<Actor> {
    const { state } = await this.folds.now(agencies, agencyKey(own.agency));
    const received = state.delegations.filter((delegation) => delegation.to.account === own.account && inForce(delegation, on));
    const delegated = await Promise.all(
      received.map(async ({ from, roles }) => {
        const { state: lender } = await this.folds.now(accountsOf(from.account), from.account);
        const stands =
          lender.status === 'open' && lender.agency !== undefined && agencyKey(lender.agency) === agencyKey(own.agency);
        return {
          ...{ from: from.account, person: from.person },
          roles: stands ? roles.filter((role) => lender.roles.includes(role)) : [],
        };
      }),
    );
    const persons = oneWith(state, own.person, on);
    return {
      ...own,
      ...(delegated.length > 0 && { delegated }),
      ...(persons.length > 0 && { oneWith: persons }),
    };
  }

  /** Towards one matter. A lender who is recused from it lends nothing there. */
  private async standingIn(stream: string, official: Actor, agency: Agency, on: LocalDate): Promise<Actor> {
    const { state } = await this.folds.now(caseFiles, stream);
    const isRecused = (person: string): boolean => state.recused.some((officer) => officer.person === person);
    return {
      ...official,
      delegated: official.delegated?.filter(({ person }) => !isRecused(person)),
      cases: {
        recused: isRecused(official.person) ? [stream] : [],
        granted: grantedOn(state, on).includes(agencyKey(agency)) ? [stream] : [],
      },
    };
  }
}
