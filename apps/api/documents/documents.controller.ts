import { Controller, Get, Param, ParseUUIDPipe, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { PdfPress } from '#documents/pdf-press.js';
import { sheetHtml, STYLE_DIGEST } from '#documents/sheet-html.js';
import { problem } from '#platform/problem.js';
import { type Actor } from '#policy/rules.js';
import { Caller, Does } from '#api/http/access.js';
import { acceptedType } from '#api/http/language.js';
import { MinPosition } from '#api/http/position.js';
import { DocumentViews } from './document-views.js';

/** The page has its own style and nothing else: whatever a field says, nothing of it runs or is loaded. */
export const PAGE_POLICY = `default-src 'none'; style-src '${STYLE_DIGEST}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

@ApiTags('documents')
@Controller('v1/documents')
export class DocumentsController {
  constructor(
    private readonly views: DocumentViews,
    private readonly pdfs: PdfPress,
  ) {}

  /**
   * What an authority has decided, proposed or answered as a document in Chinese, by the id of its event: to print, or as PDF. 503 busy where
   * more PDFs are asked for at once than can be set.
   */
  @Get(':id')
  @Does('filing.read')
  @ApiProduces('text/html', 'application/pdf')
  @ApiOkResponse({ schema: { type: 'string' }, description: 'By what the request accepts; a page where it does not say.' })
  async get(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const type = acceptedType(request.headers.accept, ['text/html', 'application/pdf']);
    if (!type) throw problem('not-acceptable', { detail: 'text/html and application/pdf are at hand' });
    const sheet = await this.views.sheet(caller, id, min, request);
    void reply.header('vary', 'Accept, Authorization');
    if (type === 'application/pdf') {
      const pdf = await this.pdfs.set(sheet);
      await reply.header('content-disposition', `inline; filename="${id}.pdf"`).type('application/pdf').send(pdf);
    } else await reply.header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8').send(sheetHtml(sheet));
  }
}
