// Which room does what the write side asks for. Small, since both sides were cut to fit.
import { divisionName } from '#application/division-names.js';
import { type SealedText } from '#application/free-text.js';
import { AttachmentIndex, Clock, DenialLog, DivisionNames, TextKeeper } from '#application/ports.js';
import { type TextRef } from '#domain/text-ref.js';
import { problem } from '#platform/problem.js';
import { type Actor } from '#policy/rules.js';
import { type AccessAudit } from '#vault/access-audit.js';
import { type Attachments } from '#vault/attachments.js';
import { type Texts } from '#vault/texts.js';
import { uploaderOf } from './attachments/uploader.js';
import { ConfidentialTexts, type Reading } from './http/confidential-texts.js';

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
      texts.map(({ ref, words }) => ({ ref, text: words })),
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

  async noteReading(action: string, { caller, object, requestId }: Reading): Promise<void> {
    const entry = { ...who(caller), action, object, rule: 'reader-of-the-matter', outcome: 'allowed' as const, requestId };
    await this.audit.record(entry).catch((cause: unknown) => {
      throw problem('unavailable', { retryAfter: 2, cause });
    });
  }

  async read(refs: readonly TextRef[], reading: Reading): Promise<ReadonlyMap<string, string>> {
    if (refs.length === 0) return new Map();
    await this.noteReading('vault.read', reading);
    return this.texts.readAll(refs.map(({ ref }) => ref));
  }
}
