import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { parseFilingNumber } from '#domain/filing-number.js';
import { type Listing } from '#domain/listing-state.js';
import { listings } from '#application/listings.js';
import { DenialLog } from '#application/ports.js';
import { EventStore } from '#event-store/event-store.js';
import { listingScope } from '#policy/filters.js';
import { type Actor } from '#policy/rules.js';
import { ListingCases } from '#read-models/listing-case-queries.js';
import { lastMeasure, type ListingCase } from '#read-models/listing-cases.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { least } from '#api/http/least.js';
import { ProceedingViews } from '#api/proceedings/proceeding-views.js';
import { type StoreActionListDto, type StoreActionQuery, type StoreActionSummaryDto } from './store-action-view.dto.js';

/** What stores did, as their readers may see it. */
@Injectable()
export class StoreActionViews extends ProceedingViews<Listing, StoreActionSummaryDto> {
  constructor(
    private readonly listingCases: ListingCases,
    confidential: ConfidentialTexts,
    @Inject(EventStore) log: EventStore,
    denials: DenialLog,
  ) {
    super(listings, 'listing.read', listingCases, confidential, log, denials);
  }

  async list(
    caller: Actor,
    query: StoreActionQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<StoreActionListDto> {
    const { measure: status, package: app, order } = query;
    const parsed = query.number === undefined ? undefined : parseFilingNumber(query.number);
    const number = parsed?.ok ? parsed.number : undefined;
    const rows = await this.pageOf(
      caller,
      { status, number, app, order },
      query,
      (page) =>
        this.listingCases.list((first) => listingScope(caller, first), { status, number, package: app, order }, page, least(min)),
      request,
      reply,
    );
    return { actions: rows.map((row) => this.summary(caller, row)) };
  }

  protected summary(_caller: Actor, row: ListingCase): StoreActionSummaryDto {
    const { store, storeName, platform, package: app, appName, signingDigest, developer, cause, takenOn } = lastMeasure(row);
    const { status, number, filing, division, agency } = row.state;
    return {
      id: row.id,
      measure: status,
      store,
      storeName,
      app: { platform, package: app, name: appName, signingDigest, developer, number },
      cause,
      takenOn,
      filing,
      division: division ?? '',
      agency: agency && { kind: agency.kind, division: agency.division },
    };
  }
}
