import { type Inspection } from '#domain/inspection.js';
import { type Penalty } from '#domain/penalty-state.js';
import { CaseQueries, type Found, type Page, type Restriction } from './case-queries.js';
import { inspectionCases } from './inspection-cases.js';
import { penaltyCases } from './penalty-cases.js';
import { type ProceedingCase } from './proceeding-cases.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';

/** What is asked of one kind of proceeding against a party. */
export abstract class ProceedingCases<State> extends CaseQueries<ProceedingCase<State>> {
  /** To a party the status is what it knows of it. */
  list(
    restriction: Restriction,
    { subject, status, toParty }: { subject?: string; status?: string; toParty: boolean },
    page: Page,
    least?: Least,
  ): Promise<Answer<Found<ProceedingCase<State>>>> {
    return this.page(
      restriction,
      [
        ['subject = ?', subject],
        [`${toParty ? 'status_to_party' : 'status'} = ?`, status],
      ],
      page,
      least,
    );
  }
}

export class PenaltyCases extends ProceedingCases<Penalty> {
  constructor(models: ReadModels) {
    super(models, penaltyCases);
  }
}

export class InspectionCases extends ProceedingCases<Inspection> {
  constructor(models: ReadModels) {
    super(models, inspectionCases);
  }
}
