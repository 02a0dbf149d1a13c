// A row of the registry as anyone reads it.
import { formatFilingNumber, numberParts } from '#domain/filing-number.js';
import { publicStatuses } from '#domain/public-status.js';
import { filingRoles } from '#domain/services.js';
import { divisionName } from '#application/division-names.js';
import { printedProducts } from '#read-models/published-list.js';
import { measuresFor } from '#read-models/published-orders.js';
import { publicStatus, type RegistryRow } from '#read-models/registry-row.js';
import { type RegistryEntryDto } from './registry.dto.js';

/** The official disclaimer: a filing is no endorsement. */
export const noEndorsement = {
  zh: '备案信息由备案主体自行填报。备案仅针对所备案的服务和技术，不代表对主体、算法、产品或者服务的认可，任何组织和个人不得将其用于宣传或者商业用途。',
  en: 'The filer declared this information itself. A filing covers only the service and technology filed; it endorses no entity, algorithm, product or service, and nobody may use it for publicity or commerce.',
};

/** Whether an assessment is on record, and how far it came; of several the one that came furthest answers each question. */
const assessmentsOf = ({ assessments }: RegistryRow): RegistryEntryDto['assessments'] => {
  const all = Object.values(assessments);
  const reportSubmitted = all.some((one) => one.reportSubmitted);
  const concluded = all.some((one) => one.concluded);
  return {
    onRecord: reportSubmitted || concluded,
    reportSubmitted,
    concluded,
    reviewPassed: all.some((one) => one.reviewPassed),
  };
};

/** The public view of an entry, at this instant (UTC) where it is one; otherwise measures count from their service on. */
export function registryEntry(row: RegistryRow, at?: string): RegistryEntryDto {
  const { content, number } = row;
  const status = publicStatus(row, at);
  const { division } = numberParts(number);
  return {
    number: formatFilingNumber(number),
    digits: number,
    status: { code: status, ...publicStatuses[status] },
    role: content.role && { code: content.role, zh: filingRoles[content.role].zh, en: filingRoles[content.role].en },
    algorithmName: content.algorithm.name,
    entityName: row.filedAs.name,
    creditCode: row.filedAs.creditCode,
    division: { code: division, name: divisionName(division).full },
    products: content.products.map(({ name, form, address, functionPath, apps }) => ({
      name,
      form,
      address,
      functionPath,
      apps: [...apps],
    })),
    printedProducts: row.printed?.products ?? printedProducts(content.products),
    technicalService: content.technicalService,
    mainUse: content.mainUse,
    complaintEntrance: content.complaintEntrance,
    applicationField: content.algorithm.applicationField,
    technologies: content.algorithm.technologies && [...content.algorithm.technologies],
    services: content.services && {
      article15: [...content.services.article15],
      article17: [...content.services.article17],
      coRegulated: [...content.services.coRegulated],
    },
    models: content.models && [...content.models],
    publicity: content.publicity,
    remarks: [...row.remarks],
    batch: row.batch,
    sequence: row.sequence,
    version: row.version,
    filedOn: row.filedOn,
    cancelledOn: row.cancelledOn,
    revokedOn: row.revokedOn,
    changeReportedOn: row.changeReportedOn,
    displays: [...row.displays],
    assessments: assessmentsOf(row),
    imported: row.imported,
    unclaimed: row.holder === undefined,
    voluntary: row.voluntary,
    orders: (row.orders ?? []).map((order) => ({
      documentNo: order.documentNo,
      agency: order.agency,
      servedOn: order.servedOn,
      stayed: order.stays.length > 0,
      reviewOn: order.reviewOn,
      measures: measuresFor(order, row.id, at).map(({ measureId, kind, services, stopsService, scope, from, until }) => ({
        measureId,
        kind,
        services: services && [...services],
        stopsService,
        products: scope.products && [...scope.products],
        functions: scope.functions && [...scope.functions],
        region: scope.region,
        from,
        until,
      })),
    })),
    recordedAt: row.recordedAt,
    links: { self: `/v1/registry/${number}`, history: `/v1/registry/${number}/history` },
    notice: noEndorsement,
  };
}
