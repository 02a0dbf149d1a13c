// Which room does what the write side asks for. Small, since both sides were cut to fit.
import { divisionName } from '#application/division-names.js';
import { type SealedText } from '#application/free-text.js';
import { dateInShanghai } from '#application/dates.js';
import {
  AttachmentIndex,
  CaseIndex,
  Clock,
  DenialLog,
  DivisionNames,
  IncidentIndex,
  OrderIndex,
  SignIns,
  TextKeeper,
} from '#application/ports.js';
import { agencyKey } from '#domain/case-file.js';
import { type TextRef } from '#domain/text-ref.js';
import { type Logins } from '#identity/accounts.js';
import { type MachineClients } from '#identity/clients.js';
import { problem } from '#platform/problem.js';
import { isFoundByWords } from '#policy/found-words.js';
import { type Actor } from '#policy/rules.js';
import { CaseFileQueries } from '#read-models/case-file-queries.js';
import { lookUpForm } from '#read-models/case-texts.js';
import { type IncidentBoard } from '#read-models/incident-board-queries.js';
import { type OrderBoard } from '#read-models/order-board-queries.js';
import { NotBuilt, type ReadModels } from '#read-models/read-models.js';
import { grams, gramsToFind } from '#read-models/search-text.js';
import { type AccessAudit } from '#vault/access-audit.js';
import { type Attachments } from '#vault/attachments.js';
import { type Texts } from '#vault/texts.js';
import { uploaderOf } from './attachments/uploader.js';
import { ActRecord, type UnloggedAct } from './http/act-record.js';
import { ConfidentialTexts, type Reading, type SoughtWords } from './http/confidential-texts.js';

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

export class TableOfDivisions extends DivisionNames {
  knows(division: string): boolean {
    return divisionName(division).known;
  }
}

export class VaultTexts extends TextKeeper {
  constructor(private readonly texts: Texts) {
    super();
  }

  keep(texts: readonly SealedText[], about: { kind: string; stream: string }): Promise<ReadonlyMap<string, string>> {
    return this.texts.sealAll(
      texts.map(({ ref, words, pointer }) => ({
        ref,
        text: words,
        grams: isFoundByWords(about.kind, pointer) ? grams(lookUpForm(words)) : [],
      })),
      about,
    );
  }
}

export class VaultAttachments extends AttachmentIndex {
  constructor(private readonly attachments: Attachments) {
    super();
  }

  unknown(digests: readonly string[], actor: Actor): Promise<string[]> {
    return digests.length === 0 ? Promise.resolve([]) : this.attachments.unknown([...digests], uploaderOf(actor));
  }
}

const who = ({ account, agency, subject }: Actor) => ({
  account,
  agency: agency && `${agency.kind}-${agency.division}`,
  subject,
});

export class AuditedDenials extends DenialLog {
  constructor(private readonly audit: AccessAudit) {
    super();
  }

  async denied({
    actor,
    action,
    object,
    requestId,
  }: {
    actor: Actor;
    action: string;
    object: string;
    requestId: string;
  }): Promise<void> {
    await this.audit
      .record({ ...who(actor), action, object, rule: 'none', outcome: 'denied', requestId })
      .catch((cause: unknown) => {
        throw problem('unavailable', { retryAfter: 2, cause });
      });
  }
}

/** The row of the audit is written first: a reading that cannot be recorded does not take place. */
export class AuditedTexts extends ConfidentialTexts {
  constructor(
    private readonly texts: Texts,
    private readonly audit: AccessAudit,
  ) {
    super();
  }

  async noteReading(action: string, { caller, object, requestId, rule = 'reader-of-the-matter' }: Reading): Promise<void> {
    const entry = { ...who(caller), action, object, rule, outcome: 'allowed' as const, requestId };
    await this.audit.record(entry).catch((cause: unknown) => {
      throw problem('unavailable', { retryAfter: 2, cause });
    });
  }

  async read(refs: readonly TextRef[], reading: Reading): Promise<ReadonlyMap<string, string>> {
    if (refs.length === 0) return new Map();
    await this.noteReading('vault.read', reading);
    return this.texts.readAll(refs.map(({ ref }) => ref));
  }

  /** What was looked for may name people, and stays out of a record that nobody can erase. */
  async seek(text: string, reading: Reading): Promise<SoughtWords> {
    await this.noteReading('vault.search', reading);
    const form = lookUpForm(text);
    const words = form.split(' ');
    const sought = gramsToFind(form);
    return {
      some: (limit) => this.texts.streamsWith(sought, limit),
      among: (streams) => this.texts.withinStreams(sought, streams),
      holding: async (refs) => {
        const kept = [...(await this.texts.readWith(sought, refs))].map(([ref, found]) => [ref, lookUpForm(found)] as const);
        return new Set(kept.filter(([, found]) => words.every((word) => found.includes(word))).map(([ref]) => ref));
      },
    };
  }

  async erase(refs: readonly TextRef[], reading: Reading): Promise<void> {
    await this.noteReading('vault.erase', reading);
    for (const { ref } of refs) await this.texts.erase(ref);
  }
}

export class AuditedActs extends ActRecord {
  constructor(private readonly audit: AccessAudit) {
    super();
  }

  async done({ actor, ...act }: UnloggedAct): Promise<void> {
    await this.audit.record({ ...who(actor), ...act, outcome: 'allowed' }).catch((cause: unknown) => {
      throw problem('unavailable', { retryAfter: 2, cause });
    });
  }
}

/** Recusals and grants as the read side has them: what is read follows what is read. */
export class CasesAsRead extends CaseIndex {
  private readonly files: CaseFileQueries;

  constructor(
    models: ReadModels,
    private readonly clock: Clock,
  ) {
    super();
    this.files = new CaseFileQueries(models);
  }

  async of({ person, agency }: Actor): Promise<Actor['cases']> {
    if (!agency) return undefined;
    const key = agencyKey(agency);
    const on = dateInShanghai(this.clock.now());
    const { rows } = await this.files.concerning(person, key).catch((error: unknown) => {
      // What cannot be looked up is not shown.
      if (error instanceof NotBuilt) throw problem('unavailable', { retryAfter: 2, cause: error });
      throw error;
    });
    return {
      recused: rows.filter(({ row }) => row.recused.some((officer) => officer.person === person)).map(({ row }) => row.stream),
      granted: rows
        .filter(({ row }) =>
          row.grants.some((grant) => grant.agencyKey === key && grant.endedOn === undefined && on <= grant.until),
        )
        .map(({ row }) => row.stream),
    };
  }
}

/** Orders as the read side has them. What cannot be looked up is not taken for granted either: the request comes again. */
export class OrdersAsRead extends OrderIndex {
  constructor(private readonly board: OrderBoard) {
    super();
  }

  async standing(filings: readonly string[]): Promise<{ order: string; filings: readonly string[] }[]> {
    const rows = await this.board.standing(filings).catch((error: unknown) => {
      if (error instanceof NotBuilt) throw problem('unavailable', { retryAfter: 2, cause: error });
      throw error;
    });
    return rows.map(({ id, order }) => ({ order: id, filings: order.content?.filings ?? [] }));
  }
}

export class IncidentsAsRead extends IncidentIndex {
  constructor(private readonly board: IncidentBoard) {
    super();
  }

  async active(): Promise<string[]> {
    return this.board.active().catch((error: unknown) => {
      // Before the view has been built for the first time nobody can have activated anything.
      if (error instanceof NotBuilt) return [];
      throw error;
    });
  }
}

/** Sign-ins of the one issuer whose tokens the service takes. */
export class IssuersSignIns extends SignIns {
  constructor(
    private readonly logins: Logins,
    private readonly issuer: string,
    private readonly clients: Pick<MachineClients, 'close'>,
    private readonly clock: Clock,
  ) {
    super();
  }

  accountOf(subject: string): Promise<string | undefined> {
    return this.logins.accountOf(this.issuer, subject);
  }

  async bind(subject: string, account: string): Promise<void> {
    await this.logins.bind(this.issuer, subject, account);
  }

  end(account: string): Promise<void> {
    return this.clients.close(account, this.clock.now());
  }
}
