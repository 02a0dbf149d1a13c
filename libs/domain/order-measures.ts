// The measures of DSP 21: each with its own number, scope, term and state.
import { type Finding, type LocalDate } from './decider.js';
import { isDivisionCode } from './division.js';
import { earlier, type Measure, type OrderedMeasure } from './order-state.js';

/** The measures, numbered after those that the order has. */
export const numbered = (measures: readonly OrderedMeasure[], after: number): Measure[] =>
  measures.map(({ kind, services, stopsService, scope, from, until }, i) => ({
    measureId: `m${after + i + 1}`,
    kind,
    services,
    stopsService,
    scope: { filings: scope.filings, products: scope.products, functions: scope.functions, region: scope.region },
    from,
    until,
  }));

/** What an order must say of each measure: what it covers, from when, and until when it holds or is looked at again. */
export function missingTerm(
  measures: readonly OrderedMeasure[],
  filings: readonly string[],
  reviewOn: LocalDate | undefined,
): Finding[] {
  if (measures.length === 0) return [{ pointer: '/measures', code: 'missing', detail: 'an order orders something' }];
  return measures.flatMap(({ kind, services, stopsService, scope, from, until }, i) => {
    const at = `/measures/${i}`;
    const other = kind === 'suspend-other-services';
    return [
      ...(until === undefined && reviewOn === undefined && kind !== 'rectify'
        ? [{ pointer: `${at}/until`, code: 'missing', detail: 'a measure has an end, or the order a date of review' }]
        : []),
      ...(until !== undefined && !earlier(from, until)
        ? [{ pointer: `${at}/until`, code: 'before-start', detail: 'a measure ends after it begins' }]
        : []),
      ...(other === (services === undefined || services.length === 0)
        ? [
            {
              pointer: `${at}/services`,
              code: other ? 'missing' : 'not-of-this-kind',
              detail: 'other services are named, and only they',
            },
          ]
        : []),
      ...(stopsService && !other
        ? [{ pointer: `${at}/stopsService`, code: 'not-of-this-kind', detail: 'this measure stops no service' }]
        : []),
      ...(scope.filings?.some((filing) => !filings.includes(filing))
        ? [{ pointer: `${at}/scope/filings`, code: 'not-of-this-order', detail: 'the order names the filing first' }]
        : []),
      ...(scope.region !== undefined && !isDivisionCode(scope.region)
        ? [{ pointer: `${at}/scope/region`, code: 'division-unknown', detail: 'six digits of a division' }]
        : []),
    ];
  });
}
