import { Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { DenialLog } from '#application/ports.js';
import { divisionName } from '#application/division-names.js';
import { problem } from '#platform/problem.js';
import { type Actor, decide } from '#policy/rules.js';
import { seesSubjectsWords } from '#policy/visibility.js';
import { type Answer, ReadModels } from '#read-models/read-models.js';
import { subjects, type SubjectRow } from '#read-models/subjects.js';
import { contactsOf } from '#vault/contacts.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { answersNotModified, etagOf } from '#api/http/etag.js';
import { hidden } from '#api/http/hidden.js';
import { least } from '#api/http/least.js';
import { setPosition } from '#api/http/position.js';
import { type SubjectDto, type SubjectListDto } from './subject.dto.js';

interface Found {
  row: SubjectRow;
  position: string;
}

const visible = (caller: Actor, { id, division }: SubjectRow): boolean =>
  decide('subject.read', caller, { stream: `subject-${id}`, holder: id, division }).allowed;

/** Subjects as their readers may see them. */
@Injectable()
export class SubjectViews {
  constructor(
    private readonly models: ReadModels,
    private readonly texts: ConfidentialTexts,
    private readonly denials: DenialLog,
  ) {}

  async one(
    caller: Actor,
    id: string,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<SubjectDto | undefined> {
    const { rows, position } = await this.find('key = $1', id, min);
    const found = rows[0];
    if (!found) throw problem('not-found');
    if (!visible(caller, found.row)) {
      throw await hidden(this.denials, { actor: caller, action: 'subject.read', object: `subject-${id}`, requestId: request.id });
    }
    setPosition(reply, position);
    if (answersNotModified(request, reply, etagOf(found.row.revision, found.position))) return undefined;
    return this.view(caller, found.row, request.id);
  }

  /** Contacts stay out of a list: they are read one subject at a time. */
  async byCode(caller: Actor, creditCode: string, min: string | undefined, reply: FastifyReply): Promise<SubjectListDto> {
    const { rows, position } = await this.find('credit_code = $1', creditCode, min);
    setPosition(reply, position);
    return { subjects: rows.filter(({ row }) => visible(caller, row)).map(({ row }) => summary(row)) };
  }

  private async view(caller: Actor, row: SubjectRow, requestId: string): Promise<SubjectDto> {
    const refs = seesSubjectsWords(caller, row)
      ? [...(row.contacts ? [row.contacts] : []), ...(row.reasons ?? []).map(({ text }) => text)]
      : [];
    const words = await this.texts.read(refs, { caller, object: `subject-${row.id}`, requestId });
    const contacts = row.contacts && words.get(row.contacts.ref);
    return {
      ...summary(row),
      contacts: contacts === undefined ? undefined : contactsOf(contacts),
      reasons: row.reasons?.map(({ item, defect, text }) => ({ item, defect, text: words.get(text.ref) })),
    };
  }

  private async find(condition: string, value: string, min: string | undefined): Promise<Answer<Found>> {
    const { rows, position } = await this.models.query<{ doc: string; position: string }>(
      subjects,
      ({ table }) => ({
        name: `subjects ${condition}`,
        text: `select doc, position from ${table} where ${condition} limit 20`,
        values: [value],
      }),
      least(min),
    );
    return { position, rows: rows.map(({ doc, position }) => ({ row: JSON.parse(doc) as SubjectRow, position })) };
  }
}

const summary = (row: SubjectRow): SubjectDto => ({
  id: row.id,
  kind: row.kind,
  status: row.status,
  details: row.details,
  documents: [...row.documents],
  division: { code: row.division, name: divisionName(row.division).full, known: divisionName(row.division).known },
  entity: row.entity,
  serviceConsent: row.serviceConsent,
  registeredOn: row.registeredOn,
  verifiedOn: row.verifiedOn,
  detailsChangedOn: [...row.detailsChangedOn],
});
