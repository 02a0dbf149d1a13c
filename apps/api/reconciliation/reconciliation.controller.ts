import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Reconciler } from '#read-models/reconciler.js';
import { Does } from '#api/http/access.js';
import { type ReconciliationDto } from './reconciliation.dto.js';

@ApiTags('operation')
@Controller('v1/reconciliation')
export class ReconciliationController {
  constructor(private readonly reconciler: Reconciler) {}

  /**
   * Compares the log with what is shown of orders in force, now: the public registry and the order board. Ids only, nothing of what an
   * order says. The service does the same every minute.
   */
  @Get()
  @Does('orders.reconcile')
  async get(): Promise<ReconciliationDto> {
    const { at, position, inForce, downstreams } = await this.reconciler.reconcile();
    return {
      at,
      position,
      inForce,
      downstreams: downstreams.map(({ findings, ...figures }) => ({
        ...figures,
        findings: findings.map(({ kind, order, filing, fields }) => ({ kind, order, filing, fields: [...fields] })),
      })),
    };
  }
}
