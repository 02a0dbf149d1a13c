import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { type Actor } from '#policy/rules.js';
import { Caller, Does } from '#api/http/access.js';
import { ProblemDto } from '#api/http/problem.dto.js';
import { type DisplayCheckDto, DisplayCheckFormDto } from './display-check.dto.js';
import { DisplayChecks } from './display-checks.js';

@ApiTags('filings')
@Controller('v1/filings')
export class DisplayChecksController {
  constructor(private readonly checks: DisplayChecks) {}

  /**
   * Have a page of the service looked at: whether it shows the filing number and the link to the publicity page (DSP 19 ¶3), and where. It is a
   * help for the filer: nothing follows from it, and nothing is kept of it.
   */
  @Post(':id/display-checks')
  @HttpCode(200)
  @Does('filing.check-display')
  @ApiResponse({
    status: 409,
    description: 'There is no number yet, or a page of this filing is being looked at.',
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } },
  })
  check(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { url }: DisplayCheckFormDto,
    @Req() { id: requestId }: FastifyRequest,
  ): Promise<DisplayCheckDto> {
    return this.checks.check(caller, id, url, requestId);
  }
}
