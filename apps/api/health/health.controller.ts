import { Controller, Get, Res } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Public } from '#api/http/access.js';
import { HealthDto } from './health.dto.js';
import { Health } from './health.js';

@ApiTags('operation')
@Controller()
export class HealthController {
  constructor(private readonly health: Health) {}

  /** The process runs. */
  @Get('health/live')
  @Public()
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** The log answers and every read model that others depend on goes on. 503 otherwise, with the lag of each. */
  @Get('health/ready')
  @Public()
  @ApiResponse({ status: 503, type: HealthDto, description: 'Not ready.' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDto> {
    const health = await this.health.now();
    void reply.code(health.status === 'ready' ? 200 : 503);
    return health;
  }

  /** Figures for Prometheus. */
  @Get('metrics')
  @Public()
  @ApiProduces('text/plain')
  metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type('text/plain; version=0.0.4; charset=utf-8');
    return this.health.metrics();
  }
}
