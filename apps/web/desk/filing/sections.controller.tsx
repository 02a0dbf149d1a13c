import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Entered, leadOn } from '../../acts.js';
import { Unanswered } from '../../inner-api.js';
import { type Opened, Pages } from '../../pages.js';
import { PrivatePages } from '../../private-pages.js';
import { allEntered, bodyWith, idOf, valueAt, withValue } from '../../parts/form-fields.js';
import { pageUrl, withQuery } from '../../view.js';
import { type Begun, draftOf, keep } from './drafts.js';
import { type Form, isList, listOf, type ListName, type SectionName, sectionsOf } from './form.js';
import { judged, pageOf, type Placed } from './judged.js';
import { groupsOf, ListPage, SectionPage } from './section-page.js';

const FORM = { formBody: true };
/** As many as the API takes. */
const MOST_ITEMS = 100;

interface Place {
  section: SectionName;
  /** Which item of it. */
  n?: number;
}

interface Review {
  review?: string;
  done?: string;
}

/** The sections of a form, each a page. */
@PrivatePages('desk/drafts/:id')
export class SectionPagesController {
  constructor(private readonly pages: Pages) {}

  @Get(':section')
  async section(
    @Param() { id, section: name }: { id: string; section: string },
    @Query() { review, done }: Review,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    const begun = await draftOf(opened.api, id);
    const { section } = placeIn(begun, name);
    const faults = review === undefined && done === undefined ? [] : await faultsOn(opened, begun, { section });
    const { view } = opened;
    if (!isList(section)) return this.send(request, reply, opened, begun, { section }, faults, done);
    const linked = faults.map((fault) => ({
      ...fault,
      page: fault.field === section ? '' : pageUrl(view.language, withQuery(pageOf(begun, fault), { review: '1' })),
    }));
    const page = <ListPage begun={begun} section={section} faults={review === undefined ? [] : linked} done={done} />;
    return this.pages.send(request, reply, view, page);
  }

  @Get(':section/:n')
  async item(
    @Param() { id, section, n }: { id: string; section: string; n: string },
    @Query() { review, done }: Review,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    const begun = await draftOf(opened.api, id);
    const place = placeIn(begun, section, n);
    const faults = review === undefined && done === undefined ? [] : await faultsOn(opened, begun, place);
    return this.send(request, reply, opened, begun, place, faults, done);
  }

  @Post(':section')
  @RouteConfig(FORM)
  async save(
    @Param() { id, section }: { id: string; section: string },
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    const begun = await draftOf(opened.api, id);
    const place = placeIn(begun, section);
    if (isList(place.section)) throw new Unanswered(404, {});
    return this.keep(request, reply, opened, begun, place, entered);
  }

  @Post(':section/:n')
  @RouteConfig(FORM)
  async saveItem(
    @Param() { id, section, n }: { id: string; section: string; n: string },
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    const begun = await draftOf(opened.api, id);
    return this.keep(request, reply, opened, begun, placeIn(begun, section, n), entered);
  }

  @Post(':section/:n/removal')
  @RouteConfig(FORM)
  async remove(
    @Param() { id, section: name, n: which }: { id: string; section: string; n: string },
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const begun = await draftOf(api, id);
    const { section, n } = placeIn(begun, name, which);
    const rest = listOf(begun.form, section as ListName).filter((_, i) => i !== n);
    const answer = await keep(api, begun, { ...begun.form, [section]: rest }, entered.revision ?? '');
    if (!answer.data) throw new Unanswered(answer.response.status, answer.error ?? {});
    return leadOn(reply, answer, pageUrl(view.language, `/desk/drafts/${id}/${section}`), 'saved');
  }

  private async keep(
    request: FastifyRequest,
    reply: FastifyReply,
    opened: Opened,
    begun: Begun,
    place: Place,
    entered: Entered,
  ): Promise<void> {
    const { api, view } = opened;
    const { section, n } = place;
    const fields = groupsOf(begun, section, n, view.words.filing).flatMap((group) => group.fields);
    const form = withoutBlankApps(bodyWith(begun.form, fields, entered), place);
    const answer = await keep(api, begun, form, entered.revision ?? '');
    if (answer.response.status === 412) {
      const now = await draftOf(api, begun.id);
      const page = <SectionPage begun={now} {...place} entered={entered} faults={[]} overtaken={form} />;
      return this.pages.send(request, reply, view, page, { status: 412 });
    }
    if (!answer.data) throw new Unanswered(answer.response.status, answer.error ?? {});
    const draft = `/desk/drafts/${begun.id}`;
    const faults = await faultsOn(opened, { ...begun, form }, place);
    const here = `${draft}/${section}${n === undefined ? '' : `/${n}`}`;
    const on = faults.length > 0 ? here : n === undefined ? draft : `${draft}/${section}`;
    return leadOn(reply, answer, pageUrl(view.language, on), 'saved');
  }

  private send(
    request: FastifyRequest,
    reply: FastifyReply,
    { view }: Opened,
    begun: Begun,
    place: Place,
    faults: readonly Placed[],
    done?: string,
  ): Promise<void> {
    const fields = groupsOf(begun, place.section, place.n, view.words.filing).flatMap((group) => group.fields);
    const entered = allEntered(fields, begun.form);
    return this.pages.send(request, reply, view, <SectionPage {...{ begun, ...place, entered, faults, done }} />);
  }
}

/** Throws Unanswered where the form has no such section, or the section no such item; the one after the last can be added. */
function placeIn({ kind, form }: Begun, name: string, which?: string): Place {
  const section = sectionsOf(kind).find((each) => each === name);
  if (section === undefined) throw new Unanswered(404, {});
  if (which === undefined) return { section };
  const n = /^\d{1,3}$/.test(which) ? Number(which) : MOST_ITEMS;
  const listed = isList(section) ? listOf(form, section).length : 0;
  if (!isList(section) || n > listed || n >= MOST_ITEMS) throw new Unanswered(404, {});
  return { section, n };
}

/** What the API finds on this page of the form. */
async function faultsOn({ api, view }: Opened, begun: Begun, { section, n }: Place): Promise<Placed[]> {
  const faults = (await judged(api, begun, view.language)).filter((fault) => fault.section === section);
  return n === undefined ? faults : faults.filter(({ field }) => field.startsWith(`${idOf(`/${section}/${n}`)}-`));
}

/** Rows that were left blank are no identifiers. */
function withoutBlankApps(form: Form, { section, n }: Place): Form {
  if (section !== 'products' || n === undefined) return form;
  const path = `/products/${n}/apps`;
  const apps = (valueAt(form, path) ?? []) as readonly object[];
  return withValue(
    form,
    path,
    apps.filter((app) => app !== undefined && Object.keys(app).length > 0),
  );
}
