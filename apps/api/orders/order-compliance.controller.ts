import { Body, Controller, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { FreeText } from '#application/free-text.js';
import { type Context } from '#application/handle.js';
import { Does } from '#api/http/access.js';
import { AskedOfExisting, Changes } from '#api/http/asked.js';
import {
  AppliedMeasuresDto,
  FiledRemedyDto,
  InspectionPlanDto,
  InspectionResultDto,
  OrderRemedyDto,
  OrderRectificationDto,
  RectificationRejectionDto,
  ServiceRefusalDto,
} from './order-acts.dto.js';
import { OrderActs } from './order-acts.js';

/** What the addressee does under an order, and how the authority sees it (DSP 21 ¶2). */
@ApiTags('orders')
@Controller('v1/orders')
export class OrderComplianceController extends OrderActs {
  constructor(bus: CommandBus) {
    super(bus);
  }

  /** The addressee says that it has the order. A fact only: its time runs from service. */
  @Post(':id/acknowledgement')
  @Does('order.act')
  @Changes()
  acknowledge(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'AcknowledgeOrder', data: {} }, asked, reply);
  }

  /** Record that service was refused, and how. */
  @Post(':id/service-refusal')
  @Does('order.handle')
  @Changes()
  refuseService(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: ServiceRefusalDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'RecordServiceRefusal', data: { refusedOn: body.refusedOn, circumstances: new FreeText(body.circumstances) } },
      asked,
      reply,
    );
  }

  /** The addressee reports measures that it has taken. */
  @Post(':id/applied-measures')
  @Does('order.act')
  @Changes()
  apply(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: AppliedMeasuresDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'ReportMeasuresApplied', data: { measures: body.measures, appliedAt: body.appliedAt } },
      asked,
      reply,
    );
  }

  /** The addressee reports its rectification (DSP 21 ¶2). */
  @Post(':id/rectification')
  @Does('order.act')
  @Changes()
  rectify(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: OrderRectificationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'ReportRectification', data: { report: new FreeText(body.report), attachments: body.attachments } },
      asked,
      reply,
    );
  }

  /** Reject a reported rectification, with reasons and a new day. */
  @Post(':id/rectification/rejection')
  @Does('order.handle')
  @Changes()
  rejectRectification(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: RectificationRejectionDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'RejectRectification', data: { reason: new FreeText(body.reason), rectifyBy: body.rectifyBy } },
      asked,
      reply,
    );
  }

  /** Schedule an inspection, jointly where other authorities take part (DSP 21 ¶1). */
  @Post(':id/inspections')
  @Does('order.handle')
  @Changes()
  schedule(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: InspectionPlanDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'ScheduleInspection', data: { on: body.on, jointly: body.jointly } }, asked, reply);
  }

  /** Record what an inspection found, and who inspected. */
  @Post(':id/inspections/result')
  @Does('order.handle')
  @Changes()
  inspect(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: InspectionResultDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      {
        type: 'RecordInspection',
        data: {
          on: body.on,
          result: body.result,
          officers: body.officers,
          jointly: body.jointly,
          findings: new FreeText(body.findings),
          inspection: body.inspection,
        },
      },
      asked,
      reply,
    );
  }

  /** The addressee says that it seeks reconsideration or litigates. */
  @Post(':id/remedies/filed')
  @Does('order.act')
  @Changes()
  fileRemedy(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: FiledRemedyDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'FileRemedy', data: { kind: body.kind, body: body.body, documentNo: body.documentNo, filedOn: body.filedOn } },
      asked,
      reply,
    );
  }

  /** Record reconsideration or litigation, a stay, and the outcome; an annulment ends the order. */
  @Post(':id/remedies')
  @Does('order.handle')
  @Changes()
  recordRemedy(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: OrderRemedyDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      {
        type: 'RecordRemedy',
        data: {
          kind: body.kind,
          body: body.body,
          documentNo: body.documentNo,
          stay: body.stay,
          outcome: body.outcome,
          struck: body.struck ?? [],
        },
      },
      asked,
      reply,
    );
  }
}
