// Filing numbers. Each entity's stream decides its next sequence alone, so that no number is given twice and none needs a
// transaction over two streams: the number is reserved first, then used. A crash in between loses nothing, for the same
// filing is given the same number again.
import { type Entity, entity, type EntityCommand, type EntityEvent } from '#domain/entity.js';
import { isRefusal, type LocalDate, type Request } from '#domain/decider.js';
import { type FilingNumber, numberParts } from '#domain/filing-number.js';
import { type Actor } from '#policy/rules.js';
import { type Context, type Handler, type Matters, Refused } from './handle.js';
import { entityCandidate } from './identifiers.js';
import { upcast, versionOf } from './versions.js';

/** By the seven digits of the entity. */
export const entities: Matters<EntityCommand, EntityEvent, Entity> = {
  category: 'entity',
  decider: entity,
  upcast,
  versionOf,
  matter: () => ({}),
};

interface Inside {
  context: Context;
  actor: Actor;
  on: LocalDate;
}

export class Numbers {
  constructor(private readonly handler: Handler) {}

  private write(id: string, request: Request<EntityCommand>, { context, actor }: Inside, rule: string) {
    // One request may touch an entity for several filings, so each has a key of its own; and the caller's If-Match speaks of its own
    // matter, never of the entity's stream.
    const about = 'filing' in request.data ? request.data.filing : request.data.subject;
    return this.handler.handle(entities, {
      id,
      ...request,
      action: 'filing.decide',
      context: { ...context, idempotencyKey: `${context.idempotencyKey} ${about}`, ifMatch: undefined },
      creates: {},
      within: { actor, rule },
    });
  }

  /** The number that this filing has or would be given; reserves nothing. Throws Refused when all sequences are used. */
  async peek(filing: string, entityNumber: string, division: string, inside: Inside): Promise<FilingNumber> {
    const { state } = await this.handler.load(entities, entityNumber);
    const reserved = state.numbers[filing];
    if (reserved) return reserved;
    const outcome = entity.decide(
      {
        type: 'ReserveNumber',
        data: { filing, entity: entityNumber, division, year: yearOf(inside.on) },
        facts: undefined,
        on: inside.on,
        by: { person: inside.actor.person },
      },
      state,
    );
    if (isRefusal(outcome)) throw new Refused(outcome, entity.allowed(state));
    const event = outcome.find((e) => e.type === 'FilingNumberReserved');
    if (event?.type !== 'FilingNumberReserved') throw new Error(`entity ${entityNumber} reserved no number`);
    return event.data.number;
  }

  /** Reserves the next number of the entity for this filing, or finds the one reserved before. */
  async reserve(filing: string, entityNumber: string, division: string, inside: Inside): Promise<FilingNumber> {
    await this.write(
      entityNumber,
      { type: 'ReserveNumber', data: { filing, entity: entityNumber, division, year: yearOf(inside.on) } },
      inside,
      'number-for-acceptance',
    );
    return this.peek(filing, entityNumber, division, inside);
  }

  /** Takes a published number over, so that issuing never repeats it. */
  async takeOver(filing: string, number: FilingNumber, inside: Inside): Promise<void> {
    await this.write(numberParts(number).entity, { type: 'ImportNumber', data: { filing, number } }, inside, 'number-of-import');
  }

  /** The filing to which this number was given or under which it was imported; undefined where there is none. */
  async filingOf(number: FilingNumber): Promise<string | undefined> {
    const { state } = await this.handler.load(entities, numberParts(number).entity);
    return Object.entries(state.numbers).find(([, given]) => given === number)?.[0];
  }

  /** The subject that the entity belongs to; undefined while nobody has claimed it. */
  async owner(entityNumber: string): Promise<string | undefined> {
    return (await this.handler.load(entities, entityNumber)).state.subject;
  }

  /** Throws Refused where `claim` would; claims nothing. */
  async claimable(entityNumber: string, subject: string, { actor, on }: Inside): Promise<void> {
    const { state } = await this.handler.load(entities, entityNumber);
    const outcome = entity.decide(
      { type: 'ClaimEntity', data: { subject }, facts: undefined, on, by: { person: actor.person } },
      state,
    );
    if (isRefusal(outcome)) throw new Refused(outcome, entity.allowed(state));
  }

  /** Binds an imported entity to a verified subject. Throws Refused when it belongs to another. */
  async claim(entityNumber: string, subject: string, inside: Inside): Promise<void> {
    await this.write(entityNumber, { type: 'ClaimEntity', data: { subject } }, inside, 'entity-of-claim');
  }

  /** The seven digits that this subject has or would be given; assigns nothing. */
  async candidate(subject: string): Promise<string> {
    for (let attempt = 0; ; attempt++) {
      const digits = entityCandidate(subject, attempt);
      const { state } = await this.handler.load(entities, digits);
      if (!state.exists || state.subject === subject) return digits;
    }
  }

  /** Assigns seven digits to the subject, for good; asked again it finds the same. */
  async assign(subject: string, inside: Inside): Promise<string> {
    for (;;) {
      const digits = await this.candidate(subject);
      try {
        await this.write(digits, { type: 'AssignEntity', data: { subject } }, inside, 'entity-of-verification');
        return digits;
      } catch (error) {
        // Another verification or an import took these digits between the look and the write: try the next.
        if (!(error instanceof Refused)) throw error;
      }
    }
  }
}

const yearOf = (on: LocalDate): number => Number(on.slice(2, 4));
