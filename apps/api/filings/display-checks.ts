import { Inject, Injectable } from '@nestjs/common';
import { type FilingNumber, formatFilingNumber } from '#domain/filing-number.js';
import { Clock, DenialLog } from '#application/ports.js';
import { problem } from '#platform/problem.js';
import { type Actor, decide, type Matter } from '#policy/rules.js';
import { type DisplayFindings, findDisplay, type Finding } from '#reactions/display-findings.js';
import { DisplayPages, type PageRead } from '#reactions/display-pages.js';
import { Blocked, GuardedFetch } from '#reactions/guarded-fetch.js';
import { FilingCases } from '#read-models/filing-case-queries.js';
import { type FilingCase } from '#read-models/filing-cases.js';
import { ActRecord } from '#api/http/act-record.js';
import { hidden } from '#api/http/hidden.js';
import { RateLimiter } from '#api/http/rate-limit.js';
import { type DisplayCheckDto, type DisplayOutcome, type DisplaySoughtDto } from './display-check.dto.js';

/** Where people find the publicity pages. A class, so that it serves as a token of the container. */
export class PublicAddress {
  constructor(readonly url: string) {}
}

/** Of one organisation. */
const PER_HOUR = 30;
/** In one process: each of them may hold a whole page. */
const MOST_AT_ONCE = 16;
const HOUR_SECONDS = 3600;

const nothing: DisplayFindings = { number: [], link: [], others: [], scriptsOnly: false };

/** Whether a page shows what a filed service must show (DSP 19 ¶3). It tells its filer, and nobody else; nothing follows from it. */
@Injectable()
export class DisplayChecks {
  private readonly underWay = new Set<string>();
  private readonly rate = new RateLimiter(PER_HOUR, undefined, undefined, HOUR_SECONDS);

  constructor(
    private readonly cases: FilingCases,
    private readonly pages: DisplayPages,
    private readonly fetch: GuardedFetch,
    private readonly acts: ActRecord,
    private readonly denials: DenialLog,
    private readonly address: PublicAddress,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Each process counts for itself. Throws 404, 403; 409 where there is no number yet, or the same is being checked; 422 for a page that is not
   * to be asked; 429 and 503 where too much is asked.
   */
  async check(caller: Actor, id: string, named: string | undefined, requestId: string): Promise<DisplayCheckDto> {
    const { row, rule } = await this.allowed(caller, id, requestId);
    if (row.number === undefined) throw noNumber();
    const url = this.parsed(named ?? row.displays[0]?.url);
    this.admit(caller, id);
    this.underWay.add(id);
    try {
      await this.fetch.check(url).catch(notToBeAsked);
      const object = `filing-${id}`;
      await this.acts.done({ actor: caller, action: 'filing.check-display', object, rule, requestId });
      return this.told(url, row.number, await this.pages.read(url));
    } finally {
      this.underWay.delete(id);
    }
  }

  private async allowed(caller: Actor, id: string, requestId: string): Promise<{ row: FilingCase; rule: string }> {
    const { rows } = await this.cases.one(id);
    const row = rows[0]?.row;
    if (!row) throw problem('not-found');
    const object = `filing-${id}`;
    const matter: Matter = { stream: object, holder: row.holder, division: row.division };
    if (!decide('filing.read', caller, matter).allowed)
      throw await hidden(this.denials, { actor: caller, action: 'filing.read', object, requestId });
    const action = 'filing.check-display';
    const decision = decide(action, caller, matter);
    if (decision.allowed) return { row, rule: decision.rule };
    await this.denials.denied({ actor: caller, action, object, requestId });
    throw problem('forbidden', { detail: `your account may not do this (${action})` });
  }

  /** A place on the page is not the server's to know. */
  private parsed(text: string | undefined): string {
    if (text === undefined) throw wrongUrl('missing', 'name the page: none has been stated for this filing');
    try {
      return this.fetch.parse(text.split('#', 1)[0]!).href;
    } catch (error) {
      return notToBeAsked(error);
    }
  }

  private admit({ subject = '' }: Actor, id: string): void {
    if (this.underWay.has(id))
      throw problem('refused', {
        specific: 'check-under-way',
        detail: 'a page of this filing is being looked at: wait for the answer',
      });
    if (this.underWay.size >= MOST_AT_ONCE) throw problem('busy', { retryAfter: 5 });
    const { allowed, retryAfter } = this.rate.take(subject);
    if (!allowed)
      throw problem('rate-limited', { detail: `an organisation has ${PER_HOUR} pages looked at in an hour`, retryAfter });
  }

  private told(url: string, number: FilingNumber, read: PageRead): DisplayCheckDto {
    const sought = { number, publicUrl: this.address.url };
    const found = read.outcome === 'read' ? findDisplay(read.text, read.page.url, read.isMarkup, sought) : nothing;
    return {
      outcome: read.outcome === 'read' ? outcomeOf(found) : read.outcome,
      reason: read.outcome === 'read' ? undefined : read.reason,
      ...{ url, checkedAt: this.clock.now().toISOString(), redirects: [...read.redirects] },
      page: read.outcome === 'unreached' ? undefined : { ...read.page },
      number: soughtView(formatFilingNumber(number), found.number),
      link: soughtView(`${this.address.url}/f/${number}`, found.link),
      otherNumbers: found.others.map(formatFilingNumber),
      scriptsOnly: found.scriptsOnly,
    };
  }
}

const outcomeOf = ({ number, link }: DisplayFindings): DisplayOutcome => {
  if (number.length > 0) return link.length > 0 ? 'shown' : 'number-only';
  return link.length > 0 ? 'link-only' : 'not-shown';
};

const soughtView = (wanted: string, findings: readonly Finding[]): DisplaySoughtDto => ({
  wanted,
  found: findings.length > 0,
  findings: findings.map(({ where, line, excerpt }) => ({ where, line, excerpt })),
});

const noNumber = () =>
  problem('refused', { specific: 'no-number', article: 'DSP 19 ¶3', detail: 'there is no filing number to be shown yet' });

const wrongUrl = (code: string, detail: string) => problem('invalid', { errors: [{ pointer: '/url', code, detail }] });

const notToBeAsked = (error: unknown): never => {
  throw error instanceof Blocked ? wrongUrl(error.code, error.message) : error;
};
