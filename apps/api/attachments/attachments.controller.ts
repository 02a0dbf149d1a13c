import { Controller, Get, Inject, Param, Put, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { CaseMatters } from '#application/case-matters.js';
import { DenialLog } from '#application/ports.js';
import { upcast } from '#application/versions.js';
import { EventStore } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';
import { type Actor, decide } from '#policy/rules.js';
import { seesEvent } from '#policy/visibility.js';
import { type ProblemCode } from '#platform/problem-catalogue.js';
import { FilingCases } from '#read-models/filing-case-queries.js';
import { type AttachmentFault, AttachmentRefused, Attachments } from '#vault/attachments.js';
import { Caller, Does } from '#api/http/access.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { hidden } from '#api/http/hidden.js';
import { ATTACHMENT_TYPES, bodyBytes, RawBody } from '#api/http/media-type.js';
import { least } from '#api/http/least.js';
import { MinPosition } from '#api/http/position.js';
import { uploaderOf } from './uploader.js';
import { AttachmentQuery, AttachmentReceiptDto } from './attachment.dto.js';
import { documentsIn, handingIn } from './handed-in.js';

const problems: Record<AttachmentFault, ProblemCode> = {
  'digest-mismatch': 'digest-mismatch',
  'media-type': 'media-type',
  'too-large': 'body-too-large',
  empty: 'invalid',
  aborted: 'malformed-request',
};

const sha256Of = (text: string): string => {
  if (!/^[0-9a-f]{64}$/.test(text))
    throw problem('parameter-malformed', {
      errors: [{ parameter: 'sha256', code: 'format', detail: '64 hexadecimal digits, lower case' }],
    });
  return text;
};

@ApiTags('attachments')
@Controller('v1/attachments')
export class AttachmentsController {
  constructor(
    private readonly attachments: Attachments,
    private readonly cases: FilingCases,
    private readonly matters: CaseMatters,
    @Inject(EventStore) private readonly store: EventStore,
    private readonly confidential: ConfidentialTexts,
    private readonly denials: DenialLog,
  ) {}

  /** Upload a document under the digest of its content. Repeating it changes nothing. PDF, PNG or JPEG, by its own first bytes. */
  @Put(':sha256')
  @Does('attachment.put')
  @RawBody()
  @ApiConsumes(...ATTACHMENT_TYPES)
  @ApiResponse({ status: 200, type: AttachmentReceiptDto, description: 'The caller had uploaded it before.' })
  @ApiResponse({ status: 201, type: AttachmentReceiptDto, description: 'Kept.' })
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async put(
    @Caller() caller: Actor,
    @Param('sha256') digest: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AttachmentReceiptDto> {
    const sha256 = sha256Of(digest);
    try {
      const { bytes, mediaType, created } = await this.attachments.receive(
        sha256,
        request.headers['content-type'] ?? '',
        bodyBytes(request),
        {
          by: uploaderOf(caller),
          announced: Number(request.headers['content-length'] ?? Number.NaN),
        },
      );
      void reply.code(created ? 201 : 200).header('location', `/v1/attachments/${sha256}`);
      return { sha256, bytes, mediaType };
    } catch (error) {
      if (error instanceof AttachmentRefused) throw problem(problems[error.code], { detail: error.message });
      throw error;
    }
  }

  /** Download a document: one's own, or one of a matter that one may read. Served as an attachment, never shown in place. */
  @Get(':sha256')
  @Does('attachment.read')
  @ApiProduces('application/pdf', 'image/png', 'image/jpeg')
  async get(
    @Caller() caller: Actor,
    @Param('sha256') digest: string,
    @Query() query: AttachmentQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const sha256 = sha256Of(digest);
    const own = (await this.attachments.unknown([sha256], uploaderOf(caller))).length === 0;
    const object = `attachment-${sha256}`;
    if (!own && !(await this.isOf(query, sha256, caller, min)))
      throw await hidden(this.denials, { actor: caller, action: 'attachment.read', object, requestId: request.id });
    await this.confidential.noteReading('attachment.read', { caller, object, requestId: request.id });
    const found = await this.attachments.open(sha256);
    if (!found) throw problem('not-found');
    await reply
      .headers({
        'content-type': found.mediaType,
        'content-length': found.bytes,
        'content-disposition': `attachment; filename="${sha256}"`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      })
      .send(found.stream);
  }

  /** Whether the document belongs to one of the matters that the query names, in a way that the caller may see. */
  private async isOf(query: AttachmentQuery, sha256: string, caller: Actor, min: string | undefined): Promise<boolean> {
    if (query.filing !== undefined && (await this.isOfFiling(query.filing, sha256, caller, min))) return true;
    for (const category of handingIn) {
      const id = query[category];
      if (id !== undefined && (await this.wasHandedIn(category, id, sha256, caller))) return true;
    }
    return false;
  }

  private async wasHandedIn(category: (typeof handingIn)[number], id: string, sha256: string, caller: Actor): Promise<boolean> {
    const stream = `${category}-${id}`;
    const matter = await this.matters.of(stream);
    if (!matter || !decide(`${category}.read`, caller, matter).allowed) return false;
    const events = await this.store.readStream(stream);
    return events.some((event) => seesEvent(caller, event.type) && documentsIn(upcast(event)).includes(sha256));
  }

  private async isOfFiling(filing: string, sha256: string, caller: Actor, min: string | undefined): Promise<boolean> {
    const row = (await this.cases.one(filing, least(min))).rows[0]?.row;
    if (
      !row ||
      !decide('attachment.read', caller, { stream: `filing-${filing}`, holder: row.holder, division: row.division }).allowed
    )
      return false;
    const onFile = [
      ...(row.content?.attachments ?? []),
      ...(row.change?.items ?? []).flatMap(({ path, after }) => (path === '/attachments' ? (after as { sha256: string }[]) : [])),
    ];
    if (onFile.some((attachment) => attachment.sha256 === sha256)) return true;
    // What was handed in for an earlier version stands beside it on the case's page, for the authorities.
    if (caller.agency === undefined) return false;
    return (await this.store.readStream(`filing-${filing}`)).some((event) => documentsIn(upcast(event)).includes(sha256));
  }
}
