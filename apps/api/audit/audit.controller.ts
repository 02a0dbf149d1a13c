import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { problem } from '#platform/problem.js';
import { type Actor } from '#policy/rules.js';
import { Caller, Does } from '#api/http/access.js';
import { parseInstant } from '#api/http/as-of.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { encodeCursor, listScope, readPage, setNextLink } from '#api/http/paging.js';
import { AuditTrail } from './audit-trail.js';
import { type AuditListDto, AuditQuery } from './audit.dto.js';

const instantOf = (parameter: string, text: string | undefined): string | undefined => {
  const instant = text === undefined ? undefined : parseInstant(text);
  if (text !== undefined && instant === undefined)
    throw problem('parameter-malformed', {
      errors: [{ parameter, code: 'format', detail: 'an instant such as 2026-01-31T08:00:00Z' }],
    });
  return instant;
};

@ApiTags('audit')
@Controller('v1/audit')
export class AuditController {
  constructor(
    private readonly trail: AuditTrail,
    private readonly confidential: ConfidentialTexts,
  ) {}

  /** Every write, every refusal and every confidential reading, in order; this reading too is on record before it is answered. */
  @Get()
  @Does('audit.read')
  async list(
    @Caller() caller: Actor,
    @Query() query: AuditQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditListDto> {
    const { account, agency, object, outcome } = query;
    const [since, until] = [instantOf('since', query.since), instantOf('until', query.until)];
    const filter = { account, agency, object, outcome, since, until };
    const scope = listScope('audit', filter);
    const page = readPage<[string, string]>(query, scope, ['string', 'string']);
    await this.confidential.noteReading('audit.read', { caller, object: 'audit', requestId: request.id });
    const after = page.after && { position: page.after[0], seq: page.after[1] };
    const { records, next } = await this.trail.page(filter, page.limit, after);
    if (next) setNextLink(request, reply, encodeCursor(scope, [next.position, next.seq]));
    return { records };
  }
}
