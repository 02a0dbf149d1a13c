import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type components } from '#client/schema.js';
import { dataOf, type ProblemBody, Unanswered } from '../inner-api.js';
import { PageFilter } from '../page-filter.js';
import { Pages } from '../pages.js';
import { type FieldFault } from '../parts/notes.js';
import { sentFromHere } from '../sign-in/visitors.js';
import { type Words } from '../words/words.js';
import { type Entered, ObjectionMadePage, ObjectionPage, StandingPage } from './objection-pages.js';

type Ground = components['schemas']['ObjectionDto']['ground'];

const FORM = { formBody: true };

/** The fault of a field, as far as the API names one; what it names none for stands at the text. */
function faultsOf({ errors = [] }: Partial<ProblemBody>, words: Words): FieldFault[] {
  return errors.map(({ pointer = '', code }) => {
    const field = pointer.split('/').at(-1) || 'text';
    const message =
      field === 'ground'
        ? words.chooseGround
        : field === 'text'
          ? code === 'max-length'
            ? words.tooLong
            : words.writeText
          : words.fieldWrong;
    return { field, message };
  });
}

const filled = (entered: Entered, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (entered[name] ? [[name, entered[name]]] : [])));

/** What anyone can hand in on a page, without an account. */
@ApiExcludeController()
@UseFilters(PageFilter)
@Controller(['zh', 'en'])
export class ObjectionPagesController {
  constructor(private readonly pages: Pages) {}

  @Get('filings/:number/objection')
  async form(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const entry = dataOf(await api.GET('/v1/registry/{number}', { params: { path: { number } } }));
    return this.pages.send(request, reply, view, <ObjectionPage entry={entry} formKey={randomUUID()} />);
  }

  @Post('filings/:number/objection')
  @RouteConfig(FORM)
  async object(
    @Param('number') number: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sentFromHere(request);
    const { api, view } = this.pages.open(request);
    const contact = filled(entered, ['name', 'phone', 'email']);
    const answer = await api.POST('/v1/objections', {
      params: { header: { 'Idempotency-Key': entered.key ?? '' } },
      body: {
        number,
        ground: entered.ground as Ground,
        text: entered.text ?? '',
        ...(Object.keys(contact).length > 0 && { contact }),
      },
    });
    if (answer.data && 'receipt' in answer.data) {
      const { receipt, secret = '' } = answer.data;
      return this.pages.send(request, reply, view, <ObjectionMadePage receipt={receipt} secret={secret} />);
    }
    const refusal = (answer.error ?? {}) as Partial<ProblemBody>;
    const faults = faultsOf(refusal, view.words);
    if (answer.response.status !== 422 || faults.length === 0) throw new Unanswered(answer.response.status, refusal);
    const entry = dataOf(await api.GET('/v1/registry/{number}', { params: { path: { number } } }));
    const page = <ObjectionPage entry={entry} formKey={entered.key ?? randomUUID()} entered={entered} faults={faults} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }

  @Get('standing')
  ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.pages.send(request, reply, this.pages.open(request).view, <StandingPage />);
  }

  @Post('standing')
  @RouteConfig(FORM)
  async standing(@Body() entered: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sentFromHere(request);
    const { api, view } = this.pages.open(request);
    const body = { receipt: (entered.receipt ?? '').trim(), secret: (entered.secret ?? '').trim() };
    const { data, error, response } = await api.POST('/v1/reports/by-receipt', { body });
    if (data) return this.pages.send(request, reply, view, <StandingPage standing={data} />);
    const { errors = [] } = (error ?? {}) as Partial<ProblemBody>;
    const { receiptWrong, secretWrong, notFoundStanding } = view.words;
    const faults =
      response.status === 404
        ? [{ field: 'receipt', message: notFoundStanding }]
        : errors.map(({ pointer }) =>
            pointer === '/secret' ? { field: 'secret', message: secretWrong } : { field: 'receipt', message: receiptWrong },
          );
    if (faults.length === 0) throw new Unanswered(response.status, error ?? {});
    return this.pages.send(request, reply, view, <StandingPage entered={entered} faults={faults} />, { status: response.status });
  }
}
