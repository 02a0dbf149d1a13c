import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { type DayCounts, dueAfter } from '#domain/day-counts.js';
import { type WorkingCalendar } from '#domain/working-days.js';
import { Calendars } from '#application/calendars.js';
import { upcast } from '#application/versions.js';
import { EventStore, type Position, type RecordedEvent } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';
import { caseScope } from '#policy/filters.js';
import { type Actor } from '#policy/rules.js';
import { CaseFileQueries, type FoundCaseFile } from '#read-models/case-file-queries.js';
import { caseFiles } from '#read-models/case-files.js';
import { CaseLinkQueries, type LinkedCase } from '#read-models/case-link-queries.js';
import { type Step, stepsOf } from '#read-models/casebook.js';
import { foldProjection } from '#read-models/projection.js';
import { type Answer } from '#read-models/read-models.js';
import { type FilingVersion, versionsIn } from '#read-models/filing-versions.js';
import { handedIn } from '#api/attachments/handed-in.js';
import { parseAsOf, setAsOf } from '#api/http/as-of.js';
import { least } from '#api/http/least.js';
import { linkTo } from '#api/http/links.js';
import { setPosition } from '#api/http/position.js';
import { Standpoints } from '#api/http/standpoints.js';
import { caseSummary } from '#api/regulator/case-view.js';
import { CaseAccess } from './case-access.js';
import {
  type CaseAttachmentDto,
  type CasePageDto,
  type CaseStepDto,
  type FilingVersionDto,
  type LinkedCaseDto,
} from './case-page.dto.js';
import { NoteViews } from './note-views.js';

/** Versions side by side; earlier ones are counted. */
const VERSIONS = 50;

/** A case with everything that touches it, as far as its reader may read each part by itself. */
@Injectable()
export class CasePageViews {
  constructor(
    private readonly access: CaseAccess,
    private readonly files: CaseFileQueries,
    private readonly links: CaseLinkQueries,
    private readonly notes: NoteViews,
    private readonly standpoints: Standpoints,
    private readonly calendars: Calendars,
    @Inject(EventStore) private readonly store: EventStore,
  ) {}

  /**
   * As it is, or was at the moment that `asOf` names, for whoever may read it now and could read it then; notes are counted as they are.
   * Throws 404, the same whether there is no such case or it is not for this reader.
   */
  async page(
    caller: Actor,
    stream: string,
    { asOf, min, requestId }: { asOf?: string; min: string | undefined; requestId: string },
    reply: FastifyReply,
  ): Promise<CasePageDto> {
    await this.access.of(caller, stream, requestId);
    const moment = parseAsOf(asOf);
    const touching = await this.links.touching(stream, (first) => caseScope(caller, first), { moment, least: least(min) });
    const { own, linked, more, position, at } = touching;
    if (at !== undefined && !own) throw problem('not-found', { detail: 'you could not read this case then' });
    const [file, notes, { on, calendar }, stored] = await Promise.all([
      at === undefined ? this.files.one(stream, least(min)) : this.fileAt(stream, at, position),
      this.notes.count(caller, stream),
      this.standpoints.of(this.standpoints.dayOf(moment), undefined, min, at),
      this.readUntil(stream, at),
    ]);
    setPosition(reply, file.position < position ? file.position : position);
    if (at !== undefined) setAsOf(reply, at);
    const row = file.rows[0]?.row;
    const dash = stream.indexOf('-');
    const matter = { category: stream.slice(0, dash), id: stream.slice(dash + 1) };
    const events = stored.map(upcast);
    return {
      case: stream,
      summary: own && caseSummary(own.row, own.position),
      link: linkTo(matter),
      ...{ on, calendarVersion: calendar.version },
      steps: own ? stepsOf(own.row).map((step) => stepOf(step, on, calendar, this.calendars.counts)) : [],
      assigned: (row?.assigned ?? [])
        .filter(({ until }) => until >= on)
        .map(({ account, agency, until }) => ({ account, agency, until })),
      recused: (row?.recused ?? []).map(({ account }) => account),
      grants: (row?.grants ?? []).map(({ n, agency, until, endedOn }) => ({ n, agency, until, endedOn })),
      notes,
      ...(matter.category === 'filing' ? versionsOf(events) : {}),
      attachments: attachmentsOf(matter, events),
      linked: linked.map(linkedCase),
      more,
    };
  }

  private async readUntil(stream: string, at: Position | undefined): Promise<RecordedEvent[]> {
    const events = await this.store.readStream(stream);
    return at === undefined ? [...events] : events.filter(({ position }) => position <= at);
  }

  /** Who worked on it then: the read model keeps no history, but its events are few. */
  private async fileAt(stream: string, at: Position, position: Position): Promise<Answer<FoundCaseFile>> {
    const events = (await this.readUntil(`case-${stream}`, at)).map(upcast);
    return { position, rows: [...foldProjection(caseFiles, events).rows.values()] };
  }
}

function stepOf(
  { step, awaits, authority, n, startedOn, anchor, count, dueOn: named }: Step,
  on: string,
  calendar: WorkingCalendar,
  counts: DayCounts,
): CaseStepDto {
  const counted = count === undefined ? undefined : dueAfter(anchor, counts[count], calendar);
  const dueOn = counted?.dueOn ?? named;
  return {
    ...{ step, awaits, authority, n, startedOn, dueOn },
    provisional: counted?.provisional ?? false,
    overdue: dueOn !== undefined && dueOn < on,
    basis: count === undefined ? undefined : counts[count].source,
    countKind: count === undefined ? undefined : counts[count].kind,
  };
}

function versionsOf(events: readonly RecordedEvent[]): { versions: FilingVersionDto[]; earlierVersions: number } {
  const all = versionsIn(events);
  return {
    versions: all.slice(-VERSIONS).map(({ differences, ...version }: FilingVersion) => ({
      ...version,
      differences: differences.map(({ path, before, after }) => ({ path, before, after })),
    })),
    earlierVersions: Math.max(0, all.length - VERSIONS),
  };
}

/** Each document once, with the act that handed it in first. */
function attachmentsOf(
  { category, id }: { category: string; id: string },
  events: readonly RecordedEvent[],
): CaseAttachmentDto[] {
  const found = new Map<string, CaseAttachmentDto>();
  for (const event of events)
    for (const { sha256, kind } of handedIn(event)) {
      const link = `/v1/attachments/${sha256}?${category}=${id}`;
      const { type: act, position, meta } = event;
      if (!found.has(sha256)) found.set(sha256, { sha256, kind, act, position, on: meta.effectiveOn, link });
    }
  return [...found.values()];
}

const linkedCase = ({ row, position, names, namedAs }: LinkedCase): LinkedCaseDto => ({
  ...caseSummary(row, position),
  link: linkTo({ category: row.category, id: row.id }),
  namesThisBy: [...namedAs],
  namedHereBy: [...names],
});
