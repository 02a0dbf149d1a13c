// By which words and numbers a case is found: names, products, numbers, uses. Free text is not in the log, and not in here.
import { type AnyFact } from '#domain/decider.js';
import { applyItems, type Changeable } from '#domain/filing-items.js';
import { type ChangeItem, type FiledAs } from '#domain/filing-state.js';
import { formatFilingNumber, type FilingNumber } from '#domain/filing-number.js';
import { type Recorded } from './recorded.js';
import { grams, gramsOfName, searchForm } from './search-text.js';
import { inSimplified } from './simplified.js';

/** What is said of a filing in so many words, in its own shape, so that an accepted change can be carried out on it. */
type Said = Pick<Changeable, 'filedAs' | 'products' | 'mainUse' | 'technicalService'> & { algorithm?: { name?: string } };

export interface CaseTexts {
  /** What the case is about, as a list shows it; of a filing, its algorithm. */
  title?: string;
  /** Whose it is, as it was filed. */
  party?: string;
  /** Filing numbers, numbers of documents, codes. */
  numbers: readonly string[];
  said?: Said;
  /** Further names and sentences. */
  more: readonly string[];
}

export const nothingSaid: CaseTexts = { numbers: [], more: [] };

const searched = /^\/(filedAs|algorithm\/name|products|mainUse|technicalService)(\/|$)/;

const told = (texts: CaseTexts, said: Said): CaseTexts => ({
  ...texts,
  title: said.algorithm?.name ?? texts.title,
  party: said.filedAs?.name,
  said,
});

const numbered = (texts: CaseTexts, ...numbers: (string | undefined)[]): CaseTexts => ({
  ...texts,
  numbers: [...new Set([...texts.numbers, ...numbers.filter((number) => number !== undefined && number !== '')])] as string[],
});

/** As far as texts need the facts. */
interface Told {
  filedAs: FiledAs;
  content: Said;
  items: readonly ChangeItem[];
  number: FilingNumber;
  documentNo?: string;
  row: { algorithmName: string; entityName: string; products: string; mainUse: string };
  notice: { algorithmName: string; entityName: string; products: string };
  service: string;
  details: { name?: string; creditCode?: string };
  after: { name?: string; creditCode?: string };
  entity: string;
  measures: readonly Measure[];
  appName: string;
  storeName: string;
  package: string;
  developer?: string;
}

type Measure = { services?: readonly string[]; scope: { products?: readonly string[] } };

const namedIn = (measures: readonly Measure[]): string[] =>
  measures.flatMap(({ services = [], scope }) => [...services, ...(scope.products ?? [])]);

/** What kind of report it is, as a list calls it; what it says is free text. */
const reportTitles: Readonly<Record<string, string>> = {
  IncidentReported: '信息处置报告',
  ComplaintMade: '投诉举报',
  ObjectionRaised: '公示异议',
};

/** The texts after the event; the very `texts` where it says nothing of them. */
export function textsAfter(texts: CaseTexts, { type, data }: Recorded<AnyFact>): CaseTexts {
  const fact = data as Told;
  switch (type) {
    case 'FilingSubmitted': {
      const { products, mainUse, technicalService, algorithm } = fact.content;
      return told(texts, { filedAs: fact.filedAs, algorithm: { name: algorithm?.name }, products, mainUse, technicalService });
    }
    case 'ChangeAccepted': {
      const items = fact.items.filter(({ path }) => searched.test(path));
      return items.length === 0 ? texts : told(texts, applyItems((texts.said ?? {}) as Changeable, items));
    }
    case 'FilingHolderChanged':
      return told(texts, { ...texts.said, filedAs: fact.filedAs });
    case 'ImportedFilingClaimed':
      return told(texts, { ...texts.said, filedAs: { ...fact.filedAs, name: texts.party } });
    case 'FilingImported':
    case 'ImportRevised': {
      const { algorithmName: name, entityName, products, mainUse } = fact.row;
      const filed = told(texts, {
        ...texts.said,
        filedAs: { ...texts.said?.filedAs, name: entityName },
        algorithm: { name },
        mainUse,
      });
      return { ...numbered(filed, formatFilingNumber(fact.number)), more: [products] };
    }
    case 'CancellationImported': {
      if (texts.title !== undefined) return numbered(texts, formatFilingNumber(fact.number));
      const { algorithmName: name, entityName, products } = fact.notice;
      const filed = told(texts, { filedAs: { name: entityName }, algorithm: { name } });
      return { ...numbered(filed, formatFilingNumber(fact.number)), more: [products] };
    }
    case 'FilingAccepted':
      return numbered(texts, formatFilingNumber(fact.number));
    case 'FilingRevoked':
    case 'ExOfficioCancelled':
    case 'RiskNoticePublished':
    case 'OrderLifted':
    case 'MeasuresLifted':
    case 'PenaltyDecided':
      return fact.documentNo === undefined ? texts : numbered(texts, fact.documentNo);
    case 'OrderIssued':
    case 'IncidentActivated':
      return { ...numbered(texts, fact.documentNo), title: fact.documentNo };
    case 'OrderDrafted':
    case 'OrderEdited':
      return { ...texts, more: namedIn(fact.measures) };
    case 'IncidentOpened':
    case 'IncidentEdited':
      return { ...texts, more: namedIn((data as { content: { measures: readonly Measure[] } }).content.measures) };
    case 'IncidentReported':
    case 'ComplaintMade':
    case 'ObjectionRaised': {
      const { number } = data as { number?: FilingNumber };
      return numbered({ ...texts, title: reportTitles[type] }, number && formatFilingNumber(number));
    }
    case 'AssessmentTriggered':
      return { ...texts, title: fact.service };
    case 'SubjectRegistered':
    case 'SubjectDetailsChanged': {
      const { name, creditCode } = type === 'SubjectRegistered' ? fact.details : fact.after;
      return { ...texts, title: name, party: name, numbers: creditCode === undefined ? [] : [creditCode] };
    }
    case 'AppRefused':
    case 'AppWarned':
    case 'AppSuspended':
    case 'AppDelisted':
    case 'AppRestored': {
      const { appName, storeName, package: app, developer } = fact;
      const shown = fact.number === undefined ? undefined : formatFilingNumber(fact.number);
      return { ...numbered(texts, app, shown, developer), title: appName, more: [storeName] };
    }
    case 'SubjectVerified':
      return numbered(texts, fact.entity);
    default:
      return texts;
  }
}

const present = (texts: readonly (string | undefined)[]): string[] => [
  ...new Set(texts.filter((text): text is string => text !== undefined && text !== '' && text !== '--')),
];

/** The names of the case and whose it is. */
export const namesIn = ({ title, party, said }: CaseTexts): string[] =>
  present([title, party, ...(said?.products ?? []).map(({ name }) => name)]);

/** What comes first among what is found: names and numbers. */
export const namesAndNumbers = (texts: CaseTexts): string[] => [...namesIn(texts), ...texts.numbers];

/** Everything by which it is found. */
export const allTexts = (texts: CaseTexts): string[] =>
  present([
    ...namesIn(texts),
    ...texts.numbers,
    texts.said?.filedAs?.creditCode,
    texts.said?.mainUse,
    texts.said?.technicalService,
    ...(texts.said?.products ?? []).map(({ address }) => address),
    ...texts.more,
  ]);

/** How texts are compared when they are looked for: simplified, folded, in lower case. */
export const lookUpForm = (text: string): string => inSimplified(searchForm(text));

/** Characters of the longest grams by which cases are found. */
export const GRAM = 3;

/** Grams of texts, and those of names and numbers apart. */
export function gramsOf(texts: readonly string[], names: readonly string[]): string[] {
  const forms = (some: readonly string[]): string[] => [...new Set(some)].map(lookUpForm);
  const said = forms(texts).flatMap((form) => grams(form, GRAM));
  return [...new Set([...said, ...forms(names).flatMap((form) => gramsOfName(form, GRAM))])];
}
