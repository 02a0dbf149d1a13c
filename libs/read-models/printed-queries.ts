import { printed, type PrintedEvent } from './printed.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';

/** Where the events stand that are handed out as documents. */
export class PrintedEvents {
  constructor(private readonly models: ReadModels) {}

  async one(id: string, least?: Least): Promise<Answer<PrintedEvent>> {
    const { rows, position } = await this.models.query<{ doc: string }>(
      printed,
      ({ table }) => ({ name: 'printed by id', text: `select doc from ${table} where key = $1`, values: [id] }),
      least,
    );
    return { position, rows: rows.map(({ doc }) => JSON.parse(doc) as PrintedEvent) };
  }
}
