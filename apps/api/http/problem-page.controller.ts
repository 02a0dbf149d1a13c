import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { problem } from '#platform/problem.js';
import { isProblemCode, PROBLEMS, type ProblemKind } from '#platform/problem-catalogue.js';
import { acceptedType } from './language.js';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const page = (code: string, { status, title, explanation }: ProblemKind): string => `<!doctype html>
<html lang="zh">
<head><meta charset="utf-8"><title>${escaped(title.zh)} · ${escaped(title.en)}</title></head>
<body>
<p><code>${escaped(code)}</code> · HTTP ${status}</p>
<section lang="zh"><h1>${escaped(title.zh)}</h1><p>${escaped(explanation.zh)}</p></section>
<section lang="en"><h1>${escaped(title.en)}</h1><p>${escaped(explanation.en)}</p></section>
</body>
</html>
`;

/** What the `type` of every problem links to. Public, and the same for everyone. */
@ApiExcludeController()
@Controller('problems')
export class ProblemPageController {
  /** Explains a problem in Chinese and English, as a page or as JSON. */
  @Get(':code')
  explain(@Param('code') code: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    if (!isProblemCode(code)) throw problem('not-found');
    const type = acceptedType(request.headers.accept, ['text/html', 'application/json']);
    if (!type) throw problem('not-acceptable', { detail: 'text/html and application/json are at hand' });
    void reply
      .headers({ 'cache-control': 'public, max-age=3600', vary: 'Accept' })
      .type(`${type}; charset=utf-8`)
      .send(type === 'text/html' ? page(code, PROBLEMS[code]) : JSON.stringify({ code, ...PROBLEMS[code] }));
  }
}
