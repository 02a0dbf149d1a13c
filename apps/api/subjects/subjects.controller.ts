import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Put, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type CreditCode, parseCreditCode } from '#domain/credit-code.js';
import { type SubjectDetails } from '#domain/subject.js';
import { FreeText } from '#application/free-text.js';
import { type Context, type Receipt } from '#application/handle.js';
import { matterId, organisationId } from '#application/identifiers.js';
import { OnSubject, type SubjectRequest } from '#application/subjects.js';
import { problem } from '#platform/problem.js';
import { type Actor } from '#policy/rules.js';
import { contactsText } from '#vault/contacts.js';
import { Caller, Does } from '#api/http/access.js';
import { answer, Asked, AskedOfExisting, Changes, Opens } from '#api/http/asked.js';
import { Conditional } from '#api/http/etag.js';
import { MinPosition } from '#api/http/position.js';
import { SubjectViews } from './subject-views.js';
import {
  type ContactsDto,
  DetailsChangeDto,
  RecordedSubjectDto,
  RegistrationDto,
  ServiceConsentDto,
  type SubjectDetailsDto,
  SubjectDto,
  SubjectListDto,
  SubjectQuery,
  VerificationDto,
} from './subject.dto.js';

const invalid = (pointer: string, detail: string) => problem('invalid', { errors: [{ pointer, code: 'missing', detail }] });

const creditCodeAsked = (text: string): CreditCode => {
  const parsed = parseCreditCode(text);
  if (!parsed.ok)
    throw problem('parameter-malformed', { errors: [{ parameter: 'uscc', code: 'credit-code', detail: parsed.problem }] });
  return parsed.code;
};

/** Checked by the form already; here the code gets its one spelling. */
const codeOf = (text: string): CreditCode => {
  const parsed = parseCreditCode(text);
  if (!parsed.ok)
    throw problem('invalid', { errors: [{ pointer: '/details/creditCode', code: 'credit-code', detail: parsed.problem }] });
  return parsed.code;
};

const detailsOf = ({ creditCode, ...details }: SubjectDetailsDto): SubjectDetails => ({
  ...details,
  creditCode: creditCode === undefined ? undefined : codeOf(creditCode),
});

const sealedContacts = (contacts: ContactsDto): FreeText => new FreeText(contactsText(contacts));

@ApiTags('subjects')
@Controller('v1/subjects')
export class SubjectsController {
  constructor(
    private readonly bus: CommandBus,
    private readonly views: SubjectViews,
  ) {}

  /** Register the caller's organisation, or the caller as an individual, before its first filing (主体备案). */
  @Post()
  @Does('subject.register')
  @Opens()
  async register(
    @Caller() caller: Actor,
    @Asked() asked: Context,
    @Body() body: RegistrationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const details = detailsOf(body.details);
    const id =
      body.kind === 'organisation' && details.creditCode
        ? organisationId(details.creditCode)
        : (caller.subject ?? matterId(asked.account, asked.idempotencyKey));
    const data = { kind: body.kind, details, documents: body.documents, contacts: sealedContacts(body.contacts) };
    const receipt = await this.run(id, { type: 'RegisterSubject', data }, asked, { holder: id, division: details.division });
    return answer(reply, asked, receipt, `/v1/subjects/${id}`);
  }

  /** Record somebody who never registered, so that an order or a report can concern it (DSP 21). */
  @Post('recorded')
  @Does('subject.record')
  @Opens()
  async record(@Asked() asked: Context, @Body() body: RecordedSubjectDto, @Res({ passthrough: true }) reply: FastifyReply) {
    const id = matterId(asked.account, asked.idempotencyKey);
    const data = { kind: body.kind, division: body.division, knownAs: new FreeText(body.knownAs) };
    const receipt = await this.run(id, { type: 'RecordSubject', data }, asked, { division: body.division });
    return answer(reply, asked, receipt, `/v1/subjects/${id}`);
  }

  /** Find a subject by its unified social credit code. */
  @Get()
  @Does('subject.read')
  async find(
    @Caller() caller: Actor,
    @Query() query: SubjectQuery,
    @MinPosition() min: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubjectListDto> {
    return this.views.byCode(caller, creditCodeAsked(query.uscc), min, reply);
  }

  /** One subject; personal data only for itself and for the authority that verifies it, and each such reading is recorded. */
  @Get(':id')
  @Does('subject.read')
  @Conditional()
  get(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubjectDto | undefined> {
    return this.views.one(caller, id, min, request, reply);
  }

  /** Change the subject's details; each filing that it holds then has ten working days to follow (ARP 24 ¶2). */
  @Put(':id/details')
  @Does('subject.change')
  @Changes()
  change(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: DetailsChangeDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const data = {
      details: detailsOf(body.details),
      changedOn: body.changedOn,
      contacts: body.contacts && sealedContacts(body.contacts),
    };
    return this.act(id, { type: 'ChangeSubjectDetails', data }, asked, reply);
  }

  /** Verify a registered subject, or refuse with reasons. Verification gives it the seven digits of its filing numbers. */
  @Post(':id/verification')
  @Does('subject.verify')
  @Changes()
  verify(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: VerificationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (body.result === 'verified')
      return this.act(id, { type: 'VerifySubject', data: { claimEntity: body.claimEntity } }, asked, reply);
    if (!body.reasons) throw invalid('/reasons', 'a refusal states its reasons');
    const reasons = body.reasons.map(({ item, defect, text }) => ({ item, defect, text: new FreeText(text) }));
    return this.act(id, { type: 'RefuseSubject', data: { reasons } }, asked, reply);
  }

  /** Agree to electronic service by a signed confirmation, or take that back (APL 61 ¶2). */
  @Post(':id/service-consent')
  @Does('subject.consent')
  @Changes()
  consent(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: ServiceConsentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (body.consent === 'withdrawn') return this.act(id, { type: 'WithdrawServiceConsent', data: {} }, asked, reply);
    if (!body.address) throw invalid('/address', 'say where electronic service reaches the subject');
    if (!body.signedForm) throw invalid('/signedForm', 'electronic service needs a signed confirmation');
    return this.act(
      id,
      { type: 'GiveServiceConsent', data: { address: new FreeText(body.address), signedForm: body.signedForm } },
      asked,
      reply,
    );
  }

  private run(
    id: string,
    request: SubjectRequest,
    asked: Context,
    creates?: { holder?: string; division?: string },
  ): Promise<Receipt> {
    return this.bus.execute<OnSubject, Receipt>(new OnSubject(id, request, asked, creates));
  }

  private async act(id: string, request: SubjectRequest, asked: Context, reply: FastifyReply) {
    return answer(reply, asked, await this.run(id, request, asked));
  }
}
