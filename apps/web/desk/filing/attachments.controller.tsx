import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Entered, leadOn } from '../../acts.js';
import { Unanswered } from '../../inner-api.js';
import { type Opened, Pages } from '../../pages.js';
import { PrivatePages } from '../../private-pages.js';
import { withUpload } from '../../uploads.js';
import { pageUrl } from '../../view.js';
import { materialKinds } from '../../words/filing-terms.js';
import { attachedTo, AttachmentsPage } from './attachments-page.js';
import { type Begun, draftOf, keep } from './drafts.js';
import { judged } from './judged.js';

/** What the API does not take as a document: another kind of file, one that is not what it says, or too large a one. */
const notTaken: readonly number[] = [400, 413, 415, 422];

/** The documents of a form. */
@PrivatePages('desk/drafts/:id/attachments')
export class AttachmentPagesController {
  constructor(private readonly pages: Pages) {}

  @Get()
  async list(
    @Param('id') id: string,
    @Query() { review, done }: { review?: string; done?: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const begun = await draftOf(api, id);
    const found = review === undefined ? [] : await judged(api, begun, view.language);
    const faults = found.filter(({ section }) => section === 'attachments');
    return this.pages.send(request, reply, view, <AttachmentsPage begun={begun} faults={faults} done={done} />);
  }

  @Post()
  @RouteConfig({ uploadBody: true })
  upload(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return withUpload(request, async ({ fields, file }) => {
      const { api, view } = this.pages.open(request);
      const begun = await draftOf(api, id);
      const { kind = '', revision = '' } = fields;
      const { filing } = view.words;
      if (!file || !Object.hasOwn(materialKinds, kind))
        return this.refuse(request, reply, begun, fields, file ? 'kind' : 'file', filing.chooseFile);
      const taken = await file.handTo(api);
      if (!taken.response.ok) {
        if (!notTaken.includes(taken.response.status)) throw new Unanswered(taken.response.status, taken.error ?? {});
        return this.refuse(request, reply, begun, fields, 'file', filing.fileRefused);
      }
      return this.keep(reply, { api, view }, begun, [...attachedTo(begun), { kind, sha256: file.sha256 }], revision);
    });
  }

  @Post(':n/removal')
  @RouteConfig({ formBody: true })
  async remove(
    @Param() { id, n }: { id: string; n: string },
    @Body() { revision = '' }: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    const begun = await draftOf(opened.api, id);
    return this.keep(
      reply,
      opened,
      begun,
      attachedTo(begun).filter((_, i) => String(i) !== n),
      revision,
    );
  }

  private async keep(
    reply: FastifyReply,
    { api, view }: Opened,
    begun: Begun,
    attachments: readonly object[],
    revision: string,
  ): Promise<void> {
    const answer = await keep(api, begun, { ...begun.form, attachments }, revision);
    if (!answer.data) throw new Unanswered(answer.response.status, answer.error ?? {});
    return leadOn(reply, answer, pageUrl(view.language, `/desk/drafts/${begun.id}/attachments`), 'saved');
  }

  private refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    begun: Begun,
    entered: Entered,
    field: string,
    message: string,
  ): Promise<void> {
    const { view } = this.pages.open(request);
    const page = <AttachmentsPage begun={begun} entered={entered} faults={[{ field, message }]} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }
}
