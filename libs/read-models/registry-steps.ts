// What a filing's own events make of its entry in the public registry. DSP 19, ARP 25.
import { type PublishedContent, publishedOf } from '#domain/filing-content.js';
import { applyItems } from '#domain/filing-items.js';
import { type FilingNumber } from '#domain/filing-number.js';
import { type CancellationNotice, type ChangeItem, type PublishedRow } from '#domain/filing-state.js';
import { type FilingEvent } from '#domain/filing.js';
import { reliedOn } from './published-assessments.js';
import { readProducts, readRole } from './published-list.js';
import { type Recorded } from './recorded.js';
import { entryIn, type RegistryRow, type RegistryState } from './registry-row.js';

interface ImportedRow {
  number: FilingNumber;
  batch: string;
  row: PublishedRow;
  cancelled: boolean;
}

/** What other matters have told of the filing by now. */
const told = (before: RegistryState | undefined): Pick<RegistryRow, 'assessments' | 'orders'> => ({
  assessments: before?.assessments ?? {},
  orders: before?.orders,
});

const fromList = (
  before: RegistryState | undefined,
  id: string,
  { number, batch, row, cancelled }: ImportedRow,
): RegistryRow => ({
  ...told(before),
  id,
  number,
  status: cancelled || entryIn(before)?.notice ? 'cancelled' : 'filed',
  revision: 0,
  recordedAt: '',
  imported: true,
  filedAs: { name: row.entityName },
  content: {
    role: readRole(row.role),
    algorithm: { name: row.algorithmName },
    products: readProducts(row.products),
    mainUse: row.mainUse,
  },
  printed: { role: row.role, products: row.products },
  voluntary: false,
  remarks: row.remarks === '' ? [] : [row.remarks],
  batch,
  sequence: row.sequence,
  version: 1,
  cancelledOn: entryIn(before)?.cancelledOn,
  notice: entryIn(before)?.notice,
  displays: [],
});

/** A number known only from a cancellation notice, such as one of another type of algorithm. */
const fromNotice = (
  before: RegistryState | undefined,
  id: string,
  { number, notice }: { number: FilingNumber; notice: CancellationNotice },
): RegistryRow => ({
  ...told(before),
  id,
  number,
  status: 'cancelled',
  revision: 0,
  recordedAt: '',
  imported: true,
  filedAs: { name: notice.entityName },
  content: {
    role: readRole(notice.roleOrCategory),
    algorithm: { name: notice.algorithmName },
    products: readProducts(notice.products),
  },
  printed: { role: notice.roleOrCategory, products: notice.products },
  voluntary: false,
  remarks: [],
  version: 1,
  displays: [],
});

/** An accepted change carried out on what is public; items that speak of anything else leave no trace here. */
function changed(row: RegistryRow, items: readonly ChangeItem[]): Pick<RegistryRow, 'filedAs' | 'content' | 'printed'> {
  const { filedAs = {}, ...content } = applyItems(
    { ...(row.content as PublishedContent), algorithm: { ...row.content.algorithm } as never, filedAs: row.filedAs },
    items,
  );
  const reprinted = items.some(({ path }) => path.startsWith('/products') || path === '/role');
  return { filedAs, content: publishedOf(content as PublishedContent), printed: reprinted ? undefined : row.printed };
}

/** The row after an event of the filing itself; the very row where the public learns nothing by it. */
export function step(row: RegistryState | undefined, id: string, event: Recorded<FilingEvent>): RegistryState | undefined {
  switch (event.type) {
    case 'FilingAccepted': {
      const { number, holder, filedAs, published, voluntary } = event.data;
      return {
        id,
        number,
        status: 'filed',
        revision: 0,
        recordedAt: '',
        imported: false,
        holder,
        filedAs,
        content: published,
        voluntary,
        remarks: [],
        version: 1,
        filedOn: event.on,
        displays: [],
        // The log has followed what was linked; acceptance looked at the rest.
        assessments: { ...reliedOn(event.data.reliance), ...row?.assessments },
        orders: row?.orders,
      };
    }
    case 'FilingImported':
    case 'ImportRevised':
      return fromList(row, id, event.data);
    case 'CancellationImported': {
      const { notice } = event.data;
      return { ...(entryIn(row) ?? fromNotice(row, id, event.data)), status: 'cancelled', cancelledOn: event.on, notice };
    }
    default: {
      const entry = entryIn(row);
      return entry ? later(entry, event) : row;
    }
  }
}

/** The end has fallen, and with it the notice that told of it. */
const inForceAgain = (row: RegistryRow): RegistryRow => ({
  ...row,
  status: 'filed',
  cancelledOn: undefined,
  revokedOn: undefined,
  notice: undefined,
});

/** What happens to an entry once it is public. */
function later(
  row: RegistryRow,
  event: Exclude<Recorded<FilingEvent>, { type: 'FilingAccepted' | 'FilingImported' | 'ImportRevised' | 'CancellationImported' }>,
): RegistryRow {
  switch (event.type) {
    case 'FilingPublished':
      return { ...row, batch: event.data.batch };
    case 'DisplayDeclared':
      return { ...row, displays: event.data.places };
    case 'ChangeSubmitted':
      return { ...row, changeReportedOn: event.on };
    case 'ChangeAccepted':
      return {
        ...row,
        ...changed(row, event.data.items),
        version: event.data.version,
        assessments: { ...reliedOn(event.data.reliance), ...row.assessments },
        remarks: event.data.remarks === '' ? row.remarks : [...row.remarks, event.data.remarks],
        changeReportedOn: undefined,
      };
    case 'ChangeWithdrawn':
    case 'ChangeLapsed':
      return { ...row, changeReportedOn: undefined };
    case 'FilingHolderChanged':
      return { ...row, holder: event.data.to, filedAs: event.data.filedAs };
    case 'ImportedFilingClaimed':
      return { ...row, holder: event.data.subject, filedAs: { ...event.data.filedAs, name: row.filedAs.name } };
    case 'CancellationCompleted':
    case 'ExOfficioCancelled':
      return { ...row, status: 'cancelled', cancelledOn: event.on };
    case 'FilingRevoked':
      return { ...row, status: 'revoked', revokedOn: event.on };
    case 'FilingReinstated':
      return inForceAgain(row);
    case 'DecisionCorrected':
      return event.data.decision === 'refusal' ? row : inForceAgain(row);
    case 'AttributeFindingRecorded':
      // What the authority has found prevails over what the filer declared.
      return row.voluntary === !event.data.hasAttribute ? row : { ...row, voluntary: !event.data.hasAttribute };
    // The public reads decisions, not the proceedings that lead to them.
    case 'FilingSubmitted':
    case 'CaseTakenUp':
    case 'ReviewStageRecorded':
    case 'FilingRefused':
    case 'RefusalNotified':
    case 'FilingWithdrawn':
    case 'ServiceStarted':
    case 'ChangeItemsAdded':
    case 'ChangeRefused':
    case 'ServiceTerminated':
    case 'CancellationSubmitted':
    case 'CancellationReturned':
    case 'ExOfficioCancellationProposed':
    case 'RevocationProposed':
    case 'RemedyRecorded':
    case 'RefusalAnnulled':
    case 'ChangeRefusalAnnulled':
      return row;
  }
}
