import { Inject, Injectable, type PipeTransform } from '@nestjs/common';
import { agencyKey } from '#domain/case-file.js';
import { Callers, Clock, DenialLog } from '#application/ports.js';
import { MOST_FILTERS, QueueFilters, type SavedFilter } from '#office/queue-filters.js';
import { problem } from '#platform/problem.js';
import { type Action, type Actor, decide } from '#policy/rules.js';
import { ActRecord } from '#api/http/act-record.js';
import { type QueueFilterDto, type SavedQueueFilterDto, type SavedQueueFiltersDto } from './queue-filter.dto.js';
import { FILTER_NAME, type QueueExportQuery } from './queue.dto.js';

/** A filter's name in a path. Throws 400 for what cannot be one. */
@Injectable()
export class FilterNamePipe implements PipeTransform<string, string> {
  transform(name: string): string {
    if (FILTER_NAME.test(name)) return name;
    throw problem('parameter-malformed', {
      errors: [{ parameter: 'name', code: 'format', detail: '1 to 40 characters, no control characters' }],
    });
  }
}

const view = (
  { owner, name, query, changedBy, changedAt }: SavedFilter<QueueFilterDto>,
  { account }: Actor,
): SavedQueueFilterDto => ({
  name,
  shared: owner !== account,
  query,
  changedBy,
  changedAt: changedAt.toISOString(),
});

/** Named filters of the queue: an officer's own goes before one of the same name that the agency shares. */
@Injectable()
export class QueueFilterViews {
  constructor(
    private readonly filters: QueueFilters<QueueFilterDto>,
    private readonly callers: Callers,
    private readonly acts: ActRecord,
    private readonly denials: DenialLog,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async list(caller: Actor): Promise<SavedQueueFiltersDto> {
    return { filters: (await this.filters.of(ownersFor(caller))).map((one) => view(one, caller)) };
  }

  /** Throws 404. */
  async one(caller: Actor, name: string): Promise<SavedQueueFilterDto> {
    const found = await this.find(caller, name);
    if (!found) throw problem('not-found');
    return view(found, caller);
  }

  /** What is asked for with the named filter, where one is named: what stands in the query itself goes before it. Throws 400. */
  async applied<Query extends QueueExportQuery>(caller: Actor, query: Query): Promise<Query> {
    if (query.filter === undefined) return query;
    const found = await this.find(caller, query.filter);
    if (!found)
      throw problem('parameter-malformed', {
        errors: [{ parameter: 'filter', code: 'unknown', detail: 'neither you nor your agency has a filter of this name' }],
      });
    const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
    return { ...found.query, ...given } as Query;
  }

  /** Keeps it in place of what stood under its name: the officer's own, or shared by the agency. Throws 403, 422. */
  async put(
    account: string,
    name: string,
    form: QueueFilterDto,
    shared: boolean,
    requestId: string,
  ): Promise<SavedQueueFilterDto> {
    const { actor, owner } = await this.allowed(account, name, shared, requestId);
    const { kind, region, step, awaits, assignee, overdue, until } = form;
    const query = { kind, region, step, awaits, assignee, overdue, until };
    const kept = await this.filters.put(owner, name, query, { account, at: this.clock.now() });
    if (!kept)
      throw problem('invalid', {
        errors: [{ pointer: '', code: 'too-many', detail: `there are ${MOST_FILTERS} already: remove one first` }],
      });
    return view(kept, actor);
  }

  /** A repetition changes nothing. Throws 403. */
  async remove(account: string, name: string, shared: boolean, requestId: string): Promise<void> {
    const { owner } = await this.allowed(account, name, shared, requestId);
    await this.filters.remove(owner, name);
  }

  private async find(caller: Actor, name: string): Promise<SavedFilter<QueueFilterDto> | undefined> {
    const found = (await this.filters.of(ownersFor(caller))).filter((one) => one.name === name);
    return found.find(({ owner }) => owner === caller.account) ?? found[0];
  }

  private async allowed(
    account: string,
    name: string,
    shared: boolean,
    requestId: string,
  ): Promise<{ actor: Actor; owner: string }> {
    const action: Action = shared ? 'queue-filter.share' : 'queue-filter.keep';
    const actor = await this.callers.current(account);
    if (!actor?.agency) throw problem('forbidden', { detail: `your account may not do this (${action})` });
    const object = `queue-filter ${name}`;
    const decision = decide(action, actor, {});
    if (!decision.allowed) {
      await this.denials.denied({ actor, action, object, requestId });
      throw problem('forbidden', { detail: `your account may not do this (${action})` });
    }
    // What one keeps for oneself is nobody's business; what all officers of an agency work by is.
    if (shared) await this.acts.done({ actor, action, object, rule: decision.rule, requestId });
    return { actor, owner: shared ? agencyKey(actor.agency) : account };
  }
}

const ownersFor = ({ account, agency }: Actor): string[] => [account, ...(agency ? [agencyKey(agency)] : [])];
