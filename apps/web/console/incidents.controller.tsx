import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type ApiClient } from '#client/api-client.js';
import { type components } from '#client/schema.js';
import { askedBy, type Entered, faultsIn, leadOn } from '../acts.js';
import { dataOf, Unanswered } from '../inner-api.js';
import { type Opened, Pages } from '../pages.js';
import { PrivatePages } from '../private-pages.js';
import { cursorOfNext } from '../parts/pagination.js';
import { type FieldFault } from '../parts/notes.js';
import { pageUrl } from '../view.js';
import { onFields } from './act-fields.js';
import { ActPage } from './act-form.js';
import { doIncidentAct, type Incident, incidentActs, type IncidentActName, isIncidentAct } from './incident-acts.js';
import { IncidentApprovalPage, IncidentEditorPage, IncidentListPage, IncidentPage, planFields } from './incident-pages.js';
import { measureFields } from './order-editor-page.js';
import { draftOf, enteredOf, inBlocks, measureBlocks } from './order-form.js';

const PAGE = 50;
type IncidentBody = components['schemas']['IncidentDto'];
type Status = 'draft' | 'active' | 'carried-out' | 'closed';

interface ListQuery {
  status?: string;
  cursor?: string;
}

/** Incidents from the first draft to their closure. */
@PrivatePages('console/incidents')
export class IncidentPagesController {
  constructor(private readonly pages: Pages) {}

  @Get()
  async list(@Query() query: ListQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const status = (query.status || undefined) as Status | undefined;
    const cursor = query.cursor || undefined;
    const answer = await api.GET('/v1/incidents', { params: { query: { status, cursor, limit: PAGE } } });
    const { incidents } = dataOf(answer);
    const page = <IncidentListPage incidents={incidents} status={status} cursor={cursor} next={cursorOfNext(answer.response)} />;
    return this.pages.send(request, reply, view, page);
  }

  @Get('new')
  async fresh(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const opened = this.pages.open(request);
    const { account } = opened.view.visitor!;
    const entered = {
      ...{ 'jurisdiction-factor': 'seat', 'jurisdiction-division': account.agency?.division ?? '' },
      ...{ publication: 'stores', officers: account.id },
    };
    return this.edit(request, reply, opened, { entered });
  }

  @Post('new')
  @RouteConfig({ formBody: true })
  async draft(@Body() entered: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const opened = this.pages.open(request);
    const { api, view } = opened;
    const header = { 'Idempotency-Key': askedBy(entered)['Idempotency-Key'] };
    const answer = await api.POST('/v1/incidents', { params: { header }, body: planOf(entered) });
    if (!answer.response.ok) return this.edit(request, reply, opened, { entered, faults: faultsIn(answer, view.language) });
    const id = answer.response.headers.get('location')!.split('/').at(-1)!;
    return leadOn(reply, answer, pageUrl(view.language, `/console/incidents/${id}`), 'saved');
  }

  @Get(':id')
  async one(
    @Param('id') id: string,
    @Query('done') done: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const { incident } = await readIncident(api, id);
    return this.pages.send(request, reply, view, <IncidentPage incident={incident} done={done} />);
  }

  @Get(':id/draft')
  async kept(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const opened = this.pages.open(request);
    const { incident, etag } = await readIncident(opened.api, id);
    return this.edit(request, reply, opened, { id, revision: etag, entered: enteredOfPlan(incident) });
  }

  @Post(':id/draft')
  @RouteConfig({ formBody: true })
  async keep(
    @Param('id') id: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    const { api, view } = opened;
    const params = { path: { id }, header: askedBy(entered) };
    const answer = await api.PUT('/v1/incidents/{id}/draft', { params, body: planOf(entered) });
    if (answer.response.ok) return leadOn(reply, answer, pageUrl(view.language, `/console/incidents/${id}`), 'saved');
    const { revision } = entered;
    return this.edit(request, reply, opened, { id, revision, entered, faults: faultsIn(answer, view.language) });
  }

  @Get(':id/approval')
  async approval(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.showApproval(request, reply, this.pages.open(request), id);
  }

  @Post(':id/approval')
  @RouteConfig({ formBody: true })
  async approve(
    @Param('id') id: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    const { api, view } = opened;
    const answer = await api.POST('/v1/incidents/{id}/approval', {
      params: { path: { id }, header: askedBy(entered) },
      body: { preview: entered.preview ?? '' },
    });
    if (answer.response.ok) return leadOn(reply, answer, pageUrl(view.language, `/console/incidents/${id}`), 'approved');
    return this.showApproval(request, reply, opened, id, onFields(faultsIn(answer, view.language), []));
  }

  @Get(':id/acts/:act')
  async act(
    @Param('id') id: string,
    @Param('act') act: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.showAct(request, reply, this.pages.open(request), id, nameOf(act));
  }

  @Post(':id/acts/:act')
  @RouteConfig({ formBody: true })
  async did(
    @Param('id') id: string,
    @Param('act') act: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    const { api, view } = opened;
    const name = nameOf(act);
    const answer = await doIncidentAct(api, name, id, askedBy(entered), entered);
    if (answer.response.ok) return leadOn(reply, answer, pageUrl(view.language, `/console/incidents/${id}`), name);
    // The lines of one field are a list of filings.
    const faults = faultsIn(answer, view.language).map(({ field, message }) => ({
      field: name === 'filings' ? field.replace(/^filings/, 'numbers') : field,
      message,
    }));
    return this.showAct(request, reply, opened, id, name, entered, faults);
  }

  /** A new preview each time: what was refused may have been one that holds no longer. */
  private async showApproval(
    request: FastifyRequest,
    reply: FastifyReply,
    { api, view }: Opened,
    id: string,
    faults: readonly FieldFault[] = [],
  ): Promise<void> {
    const { incident, etag } = await readIncident(api, id);
    const preview = dataOf(await api.GET('/v1/incidents/{id}/preview', { params: { path: { id } } }));
    const page = <IncidentApprovalPage incident={incident} revision={etag} preview={preview} faults={faults} />;
    return this.pages.send(request, reply, view, page, { status: faults.length > 0 ? 422 : 200 });
  }

  private async showAct(
    request: FastifyRequest,
    reply: FastifyReply,
    { api, view }: Opened,
    id: string,
    name: IncidentActName,
    entered: Entered = {},
    faults: readonly FieldFault[] = [],
  ): Promise<void> {
    const { incident, etag } = await readIncident(api, id);
    const { fields } = incidentActs[name];
    const { acts } = view.words;
    const page = (
      <ActPage
        title={acts.incidentActs[name]}
        section="/console/incidents"
        matter={{ path: `/console/incidents/${id}`, name: acts.incidentTitle(incident.openedOn) }}
        to={`/console/incidents/${id}/acts/${name}`}
        revision={entered.revision ?? etag}
        fields={fields}
        entered={entered}
        faults={onFields(
          faults,
          fields.map((field) => field.name),
        )}
      />
    );
    return this.pages.send(request, reply, view, page, { status: faults.length > 0 ? 422 : 200 });
  }

  private edit(
    request: FastifyRequest,
    reply: FastifyReply,
    { view }: Opened,
    editor: { id?: string; revision?: string; entered: Entered; faults?: readonly FieldFault[] },
  ): Promise<void> {
    const { entered, faults = [] } = editor;
    const placed = faults.map(({ field, message }) => ({ field: inBlocks(field, entered), message }));
    const blocks = Array.from({ length: measureBlocks(entered) }, (_, i) => measureFields(i)).flat();
    const page = <IncidentEditorPage {...editor} faults={onFields(placed, [...planFields, 'measures', ...blocks])} />;
    return this.pages.send(request, reply, view, page, { status: faults.length > 0 ? 422 : 200 });
  }
}

async function readIncident(api: ApiClient, id: string): Promise<{ incident: Incident; etag: string }> {
  const answer = await api.GET('/v1/incidents/{id}', { params: { path: { id } } });
  return { incident: dataOf(answer), etag: answer.response.headers.get('etag') ?? '' };
}

/** Throws Unanswered (404) for what is no act. */
function nameOf(act: string): IncidentActName {
  if (!isIncidentAct(act)) throw new Unanswered(404, {});
  return act;
}

/** The plan that the API is handed: an order without addressee and filings, which the incident has for each. */
function planOf(entered: Entered): IncidentBody {
  const { jurisdiction, legalBasis, riskFinding, reasons, measures, reviewOn, rectifyBy, remedies, officers } = draftOf(entered);
  return {
    ...{ jurisdiction, legalBasis, riskFinding, reasons, reviewOn, rectifyBy, remedies, officers },
    measures: measures.map(({ scope: { products, functions, region }, ...measure }) => ({
      ...measure,
      scope: { products, functions, region },
    })),
    publication: (entered.publication || undefined) as IncidentBody['publication'],
    publicationBasis: entered.publicationBasis?.trim() || undefined,
    alsoUnderOrders: entered.alsoUnderOrders === 'yes',
  };
}

const enteredOfPlan = (incident: Incident): Entered => ({
  ...enteredOf({
    ...{ addressee: '', filings: [], legalBasis: incident.legalBasis, officers: incident.officers },
    jurisdiction: incident.jurisdiction as unknown as IncidentBody['jurisdiction'],
    ...{ riskFinding: incident.riskFinding ?? '', reasons: incident.reasons ?? '' },
    measures: incident.measures as unknown as IncidentBody['measures'],
    ...{ reviewOn: incident.reviewOn, rectifyBy: incident.rectifyBy },
    remedies: incident.remediesNotice as unknown as IncidentBody['remedies'],
  }),
  publication: incident.publication ?? '',
  publicationBasis: incident.publicationBasis ?? '',
  ...(incident.alsoUnderOrders && { alsoUnderOrders: 'yes' }),
});
