// What a store does with its webhooks. None of it is an act in law: it stands in the record of access, which is written first.
import { Injectable } from '@nestjs/common';
import { DenialLog } from '#application/ports.js';
import { problem } from '#platform/problem.js';
import { type Actor, decide, storeBehind } from '#policy/rules.js';
import { StatusFeed } from '#read-models/status-feed.js';
import { Blocked, GuardedFetch } from '#reactions/guarded-fetch.js';
import { type Delivery, type DeliveryFilter, WebhookDeliveries } from '#reactions/webhook-deliveries.js';
import {
  type Endpoint,
  type EndpointSettings,
  type Issued,
  MOST_ENDPOINTS,
  WebhookEndpoints,
} from '#reactions/webhook-endpoints.js';
import { AccessAudit } from '#vault/access-audit.js';
import { hidden } from '#api/http/hidden.js';
import { type WebhookFormDto } from './webhook.dto.js';

/** Who asks, and by which request. */
export interface Asking {
  caller: Actor;
  requestId: string;
}

const ACTION = 'webhook.keep';
const objectOf = (id: string): string => `webhook-${id}`;

@Injectable()
export class WebhookActs {
  constructor(
    private readonly endpoints: WebhookEndpoints,
    private readonly deliveries: WebhookDeliveries,
    private readonly fetch: GuardedFetch,
    private readonly feed: StatusFeed,
    private readonly audit: AccessAudit,
    private readonly denials: DenialLog,
  ) {}

  list({ caller }: Asking): Promise<Endpoint[]> {
    return this.endpoints.of(storeBehind(caller));
  }

  async one(asking: Asking, id: string): Promise<Endpoint> {
    return this.own(asking, id, await this.endpoints.one(storeBehind(asking.caller), id));
  }

  /** It hears of what changes from now on. Throws 422 for a URL that is not to be asked, 409. */
  async open(asking: Asking, form: WebhookFormDto, hmac: boolean): Promise<Issued> {
    const settings = await this.settingsOf(form);
    const reached = await this.feed.upTo();
    await this.note(asking, 'webhooks');
    const opened = await this.endpoints.create(storeBehind(asking.caller), settings, { hmac, reached });
    if (opened === 'exists') throw taken();
    if (opened === 'too-many')
      throw problem('refused', { specific: 'too-many-webhooks', detail: `a store has ${MOST_ENDPOINTS} webhooks at most` });
    return opened;
  }

  async change(asking: Asking, id: string, form: WebhookFormDto): Promise<Endpoint> {
    await this.one(asking, id);
    const settings = await this.settingsOf(form);
    await this.note(asking, objectOf(id));
    const changed = await this.endpoints.change(storeBehind(asking.caller), id, settings);
    if (changed === 'exists') throw taken();
    return this.own(asking, id, changed);
  }

  async remove(asking: Asking, id: string): Promise<void> {
    await this.noteOwn(asking, id);
    await this.endpoints.remove(storeBehind(asking.caller), id);
  }

  async rotate(asking: Asking, id: string, hmac?: boolean): Promise<Issued> {
    const before = await this.noteOwn(asking, id);
    return this.own(asking, id, await this.endpoints.rotate(storeBehind(asking.caller), id, hmac ?? before.hmac));
  }

  async enable(asking: Asking, id: string): Promise<Endpoint> {
    await this.noteOwn(asking, id);
    return this.own(asking, id, await this.endpoints.enable(storeBehind(asking.caller), id));
  }

  /** Throws 400 for what is no place of the feed. */
  async replay(asking: Asking, id: string, after: string): Promise<Endpoint> {
    await this.one(asking, id);
    await this.feed.page(after, 1);
    await this.note(asking, objectOf(id));
    return this.own(asking, id, await this.endpoints.replay(storeBehind(asking.caller), id, after));
  }

  /** Answers the webhook-id. */
  async test(asking: Asking, id: string): Promise<string> {
    await this.noteOwn(asking, id);
    return this.own(asking, id, await this.endpoints.test(storeBehind(asking.caller), id));
  }

  async delivered(asking: Asking, id: string, filter: DeliveryFilter): Promise<Delivery[]> {
    await this.one(asking, id);
    return this.deliveries.list(storeBehind(asking.caller), id, filter);
  }

  private async settingsOf({ url, description, statuses, changes, ownApps = false }: WebhookFormDto): Promise<EndpointSettings> {
    try {
      return { url: (await this.fetch.check(url)).href, description, statuses, changes, ownApps };
    } catch (error) {
      if (!(error instanceof Blocked)) throw error;
      throw problem('invalid', { errors: [{ pointer: '/url', code: error.code, detail: error.message }] });
    }
  }

  private async noteOwn(asking: Asking, id: string): Promise<Endpoint> {
    const endpoint = await this.one(asking, id);
    await this.note(asking, objectOf(id));
    return endpoint;
  }

  /** Another store's webhook is answered like one that does not exist. */
  private async own<T>({ caller, requestId }: Asking, id: string, found: T | undefined): Promise<T> {
    if (found !== undefined) return found;
    throw await hidden(this.denials, { actor: caller, action: ACTION, object: objectOf(id), requestId });
  }

  private async note({ caller, requestId }: Asking, object: string): Promise<void> {
    const decision = decide(ACTION, caller, {});
    const rule = decision.allowed ? decision.rule : 'none';
    const { account, subject } = caller;
    await this.audit
      .record({ account, subject, action: ACTION, object, rule, outcome: 'allowed', requestId })
      .catch((cause: unknown) => {
        throw problem('unavailable', { retryAfter: 2, cause });
      });
  }
}

const taken = () =>
  problem('refused', {
    specific: 'webhook-exists',
    detail: 'another webhook of yours goes to this URL: look for it in the list',
  });
