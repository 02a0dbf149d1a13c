import { type CaseFileRow, caseFiles } from './case-files.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';

export interface FoundCaseFile {
  row: CaseFileRow;
  position: string;
}

/** What is asked of case files. */
export class CaseFileQueries {
  constructor(private readonly models: ReadModels) {}

  /** By the name of the matter's stream. */
  one(stream: string, least?: Least): Promise<Answer<FoundCaseFile>> {
    return this.ask('case file by stream', 'key = $1', [stream], least);
  }

  /** All from which the person is recused, or into which the agency (`cac-110000`) was let and not yet shut out. */
  concerning(person: string, agency: string): Promise<Answer<FoundCaseFile>> {
    return this.ask('case files of an official', 'recused @> array[$1::text] or granted @> array[$2::text]', [person, agency]);
  }

  private async ask(name: string, condition: string, values: unknown[], least?: Least): Promise<Answer<FoundCaseFile>> {
    const { rows, position } = await this.models.query<{ doc: string; position: string }>(
      caseFiles,
      ({ table }) => ({ name, text: `select doc, position from ${table} where ${condition}`, values }),
      least,
    );
    return { position, rows: rows.map((found) => ({ row: JSON.parse(found.doc) as CaseFileRow, position: found.position })) };
  }
}
