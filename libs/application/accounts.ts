// Whose standing a request has. Accounts are event streams like everything else; this is their handler and their reader.
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Account, account, type AccountCommand, type AccountEvent } from '#domain/account.js';
import { type Request } from '#domain/decider.js';
import { type EventReader } from '#event-store/event-store.js';
import { type Actor } from '#policy/rules.js';
import { Folds } from './folds.js';
import { type Context, Handler, type Matters, type Receipt } from './handle.js';
import { Callers } from './ports.js';
import { upcast, versionOf } from './versions.js';

const accounts: Matters<AccountCommand, AccountEvent, Account> = {
  category: 'account',
  decider: account,
  upcast,
  versionOf,
  matter: () => ({}),
};

export class OnAccount {
  constructor(
    readonly id: string,
    readonly request: Request<AccountCommand>,
    readonly context: Context,
    /** Accounts are opened by the system itself for now; the agency administrator's acts come with their own rules. */
    readonly within: { actor: Actor; rule: string },
  ) {}
}

@CommandHandler(OnAccount)
export class AccountsHandler implements ICommandHandler<OnAccount, Receipt> {
  constructor(private readonly handler: Handler) {}

  execute({ id, request, context, within }: OnAccount): Promise<Receipt> {
    return this.handler.handle(accounts, { id, ...request, action: 'subject.record', context, creates: {}, within });
  }
}

const CACHE_MS = 1_000;
const CACHE_ENTRIES = 10_000;

/** Reads accounts from the log: afresh for a write, at most a second old for a read, so that a revoked role is refused at once. */
export class AccountCallers extends Callers {
  private readonly cache = new Map<string, { at: number; actor: Promise<Actor | undefined> }>();

  private readonly folds: Folds;

  constructor(reader: EventReader) {
    super();
    this.folds = new Folds(reader);
  }

  async current(id: string): Promise<Actor | undefined> {
    const { state } = await this.folds.now(accounts, id);
    if (state.status !== 'open') return undefined;
    return { account: id, person: state.person, roles: state.roles, subject: state.subject, agency: state.agency };
  }

  /** As `current`, from memory where that was read less than a second ago. */
  recent(id: string): Promise<Actor | undefined> {
    const now = performance.now();
    const found = this.cache.get(id);
    if (found && now - found.at < CACHE_MS) return found.actor;
    const actor = this.current(id);
    if (this.cache.size >= CACHE_ENTRIES) this.cache.clear();
    this.cache.set(id, { at: now, actor });
    actor.catch(() => this.cache.delete(id));
    return actor;
  }
}
