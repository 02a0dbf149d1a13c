import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type FilingNumber, parseFilingNumber } from '#domain/filing-number.js';
import { FreeText, optionalText } from '#application/free-text.js';
import { type Context, type Receipt } from '#application/handle.js';
import { matterId } from '#application/identifiers.js';
import { secretHashOf, secretOf } from '#application/receipts.js';
import { OnReport, type ReportRequest } from '#application/reports.js';
import { problem } from '#platform/problem.js';
import { reporterContactText } from '#vault/reporter-contact.js';
import { callerOf, Public } from '#api/http/access.js';
import { answer, AskedByAnyone, Opens, Writes } from '#api/http/asked.js';
import { ReceiptDto } from '#api/http/receipt.dto.js';
import { PublicIntake } from './public-intake.js';
import {
  ComplaintDto,
  ObjectionDto,
  ReceiptSupplementDto,
  type ReporterContactDto,
  ReportReceiptProofDto,
} from './report.dto.js';
import { ReportReceiptDto, ReportStandingDto } from './report-view.dto.js';
import { ReportViews } from './report-views.js';

/** Checked by the form already; here the number gets its one spelling. */
const numberOf = (text: string): FilingNumber => {
  const parsed = parseFilingNumber(text);
  if (!parsed.ok) throw problem('invalid', { errors: [{ pointer: '/number', code: 'filing-number', detail: parsed.detail }] });
  return parsed.number;
};

const sealedContact = (contact: ReporterContactDto | undefined): FreeText | undefined =>
  contact && new FreeText(reporterContactText(contact));

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The secret is as good as the key, and who has no account shares the keys with everybody. */
function unguessable({ idempotencyKey, dryRun }: Context): void {
  if (!dryRun && !UUID.test(idempotencyKey))
    throw problem('header-malformed', {
      errors: [{ header: 'Idempotency-Key', code: 'format', detail: 'without an account: a random UUID, fresh for each report' }],
    });
}

/** What anyone can hand in, with an account or without (ARP 30). */
@ApiTags('reports')
@Controller('v1')
export class PublicReportsController {
  constructor(
    private readonly bus: CommandBus,
    private readonly intake: PublicIntake,
    private readonly views: ReportViews,
  ) {}

  /**
   * Complain of any service, filed or not (ARP 30). Who has no account is given a receipt and a secret, by which the answer is found
   * again; the Idempotency-Key is then a random UUID.
   */
  @Post('reports')
  @Public()
  @ApiResponse({ status: 201, type: ReportReceiptDto, description: 'Taken in, or taken in before under this key.' })
  @Opens()
  complain(
    @Req() request: FastifyRequest,
    @AskedByAnyone() asked: Context,
    @Body() body: ComplaintDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportReceiptDto> {
    const { ground, number, service, place, region, text, contact, attachments = [] } = body;
    const data = {
      ground,
      number: number === undefined ? undefined : numberOf(number),
      service: new FreeText(service),
      place: optionalText(place),
      region,
      text: new FreeText(text),
      contact: sealedContact(contact),
      attachments,
    };
    return this.take(request, { type: 'MakeComplaint', data }, asked, reply);
  }

  /** Object to an entry of the registry, with facts and evidence, as each published list invites to. Receipt and secret as above. */
  @Post('objections')
  @Public()
  @ApiResponse({ status: 201, type: ReportReceiptDto, description: 'Taken in, or taken in before under this key.' })
  @Opens()
  object(
    @Req() request: FastifyRequest,
    @AskedByAnyone() asked: Context,
    @Body() body: ObjectionDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportReceiptDto> {
    const { ground, number, text, contact, attachments = [] } = body;
    const data = {
      ground,
      number: numberOf(number),
      text: new FreeText(text),
      contact: sealedContact(contact),
      attachments,
    };
    return this.take(request, { type: 'ObjectToEntry', data }, asked, reply);
  }

  /** See by receipt and secret how a report stands, and how it was answered. */
  @Post('reports/by-receipt')
  @HttpCode(200)
  @Public()
  standing(@Req() request: FastifyRequest, @Body() { receipt, secret }: ReportReceiptProofDto): Promise<ReportStandingDto> {
    return this.views.standing(receipt, secret, request.id);
  }

  /** Add to a report by receipt and secret. */
  @Post('reports/by-receipt/supplements')
  @HttpCode(200)
  @Public()
  @Writes()
  @ApiResponse({ status: 200, type: ReceiptDto, description: 'Added, or added before under this key.' })
  async supplement(
    @Req() request: FastifyRequest,
    @AskedByAnyone() asked: Context,
    @Body() { receipt, secret, text }: ReceiptSupplementDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReceiptDto> {
    await this.views.proven(receipt, secret);
    if (!asked.dryRun) await this.intake.admit(request, callerOf(request));
    const command: ReportRequest = { type: 'SupplementReport', data: { text: new FreeText(text), attachments: [] } };
    const anonymous = { rule: 'reporter-knows-the-secret' } as const;
    return answer(reply, asked, await this.run(new OnReport(receipt, command, asked, undefined, anonymous)));
  }

  private async take(
    request: FastifyRequest,
    command: ReportRequest,
    asked: Context,
    reply: FastifyReply,
  ): Promise<ReportReceiptDto> {
    const caller = callerOf(request);
    if (!caller) unguessable(asked);
    if (!asked.dryRun) await this.intake.admit(request, caller);
    const id = matterId(asked.account, asked.idempotencyKey);
    const secret = caller ? undefined : secretOf(asked.idempotencyKey, asked.hash);
    const receipt = await this.run(
      new OnReport(
        id,
        command,
        asked,
        { holder: caller?.subject, account: caller?.account },
        secret === undefined ? undefined : { rule: 'anyone-reports', secretHash: secretHashOf(secret) },
      ),
    );
    return { ...answer(reply, asked, receipt, `/v1/reports/${id}`), receipt: id, secret };
  }

  private run(command: OnReport): Promise<Receipt> {
    return this.bus.execute<OnReport, Receipt>(command);
  }
}
