import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Entered, faultsIn, leadOn } from '../acts.js';
import { dataOf, Unanswered } from '../inner-api.js';
import { type Opened, Pages } from '../pages.js';
import { PrivatePages } from '../private-pages.js';
import { type FieldFault } from '../parts/notes.js';
import { pageUrl } from '../view.js';
import { ActPage } from './act-page.js';
import { type FilingAct, filingActs } from './filing-acts.js';
import { FilingCasePage } from './filing-page.js';
import { closedUp, withReason } from './reason-fields.js';

const FORM = { formBody: true };
/** Notes on the page; the API has the others. */
const NOTES = 50;

const actNamed = (name: string): FilingAct => {
  const act = Object.hasOwn(filingActs, name) ? filingActs[name] : undefined;
  if (!act) throw new Unanswered(404, { code: 'not-found' });
  return act;
};

interface Again {
  entered?: Entered;
  faults?: readonly FieldFault[];
  unfilled?: readonly string[];
  status?: number;
}

/** A filing as the authority works on it. */
@PrivatePages('console/filings')
export class FilingCasePagesController {
  constructor(private readonly pages: Pages) {}

  @Get(':id')
  async filing(
    @Param('id') id: string,
    @Query('done') done: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const path = { id };
    const ofCase = { path: { case: `filing-${id}` } };
    const [filing, page, notes, events] = await Promise.all([
      api.GET('/v1/filings/{id}', { params: { path } }),
      api.GET('/v1/regulator/cases/{case}', { params: ofCase }),
      api.GET('/v1/regulator/cases/{case}/notes', { params: { ...ofCase, query: { limit: NOTES } } }),
      api.GET('/v1/filings/{id}/events', { params: { path } }),
    ]);
    const shown = (
      <FilingCasePage
        filing={dataOf(filing)}
        page={dataOf(page)}
        notes={dataOf(notes).notes}
        events={dataOf(events).events}
        done={done}
      />
    );
    return this.pages.send(request, reply, view, shown);
  }

  @Get(':id/:act')
  form(
    @Param('id') id: string,
    @Param('act') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.show(this.pages.open(request), id, name, request, reply);
  }

  @Post(':id/:act')
  @RouteConfig(FORM)
  async act(
    @Param('id') id: string,
    @Param('act') name: string,
    @Body() body: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    const { api, view } = opened;
    const act = actNamed(name);
    const entered = act.reasons ? closedUp(body) : body;
    if (act.reasons && entered.insert) return this.insert(opened, id, name, entered, request, reply);
    const filing = dataOf(await api.GET('/v1/filings/{id}', { params: { path: { id } } }));
    const answer = await act.send({ api, filing, entered });
    if (answer.response.ok) return leadOn(reply, answer, pageUrl(view.language, `/console/filings/${id}`), name);
    const faults = placed(faultsIn(answer, view.language));
    return this.show(opened, id, name, request, reply, { entered, faults, status: 422 });
  }

  /** Shows the same form with the text of a template as a reason more. */
  private async insert(
    opened: Opened,
    id: string,
    name: string,
    entered: Entered,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = opened;
    const { template = '' } = entered;
    if (template === '') {
      const faults = [{ field: 'template', message: view.words.cases.chooseTemplate }];
      return this.show(opened, id, name, request, reply, { entered, faults, status: 422 });
    }
    const [filled, whole] = await Promise.all([
      api.GET('/v1/regulator/templates/{id}/filled', {
        params: { path: { id: template }, query: { case: `filing-${id}` } },
      }),
      api.GET('/v1/regulator/templates/{id}', { params: { path: { id: template } } }),
    ]);
    const { text, unfilled } = dataOf(filled);
    return this.show(opened, id, name, request, reply, { entered: withReason(entered, text, dataOf(whole).defect), unfilled });
  }

  private async show(
    { api, view }: Opened,
    id: string,
    name: string,
    request: FastifyRequest,
    reply: FastifyReply,
    { entered, faults, unfilled, status = 200 }: Again = {},
  ): Promise<void> {
    const act = actNamed(name);
    const [filing, page, templates] = await Promise.all([
      api.GET('/v1/filings/{id}', { params: { path: { id } } }),
      api.GET('/v1/regulator/cases/{case}', { params: { path: { case: `filing-${id}` } } }),
      act.reasons ? api.GET('/v1/regulator/templates', { params: { query: { kind: 'refusal-reason', limit: 100 } } }) : undefined,
    ]);
    const shown = (
      <ActPage
        name={name}
        act={act}
        filing={dataOf(filing)}
        page={dataOf(page)}
        templates={templates ? dataOf(templates).templates : []}
        entered={entered}
        faults={faults}
        unfilled={unfilled}
        revision={filing.response.headers.get('etag') ?? ''}
      />
    );
    return this.pages.send(request, reply, view, shown, { status });
  }
}

/** One field holds several ids: what is wrong with one of them stands there. */
const placed = (faults: readonly FieldFault[]): FieldFault[] =>
  faults.map(({ field, message }) => ({ field: field.replace(/^(assessments|penalties)-\d+$/, '$1'), message }));
