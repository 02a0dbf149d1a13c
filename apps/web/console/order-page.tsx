// One order, with everything that the next decision on it needs.
import { type components } from '#client/schema.js';
import { Done } from '../parts/done.js';
import { Facts, Table } from '../parts/facts.js';
import { Inset, Warning } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { inBeijing } from '../registry/instants.js';
import { pageUrl, useView, useVisitor } from '../view.js';
import {
  inspectionResults,
  jurisdictionFactors,
  liftGrounds,
  orderEvents,
  orderStatuses,
  proposalKinds,
  publications,
  rectifications,
  remedyKinds,
  remedyOutcomes,
  transferees,
} from '../words/official-terms.js';
import { agencyKinds, termOf } from '../words/terms.js';
import { Back } from './act-form.js';
import { MeasureTable, measureText } from './measures.js';
import { hasOffice, openActs, type Order } from './order-acts.js';

export type MatterEvent = components['schemas']['MatterEventDto'];
type Proposal = components['schemas']['OrderProposalDto'];
type JurisdictionBody = components['schemas']['JurisdictionDto'];
type Remedies = components['schemas']['RemediesNoticeDto'];

/** Events that are handed out as documents. */
const printed: readonly string[] = ['OrderIssued', 'OrderServed', 'MeasuresLifted', 'OrderLifted'];

export interface OrderPageProps {
  order: Order;
  /** As it is called now, where this reader may see it. */
  addressee?: string;
  events: readonly MatterEvent[];
  done?: string;
}

export const orderName = (order: Pick<Order, 'documentNo'>, acts: ReturnType<typeof useView>['words']['acts']): string =>
  order.documentNo === undefined ? acts.draftOrder : acts.orderOf(order.documentNo);

export function OrderPage({ order, addressee, events, done }: OrderPageProps) {
  const { language, words } = useView();
  const { acts } = words;
  const title = orderName(order, acts);
  return (
    <Page title={title} section="/console/orders">
      <Back path="/console/orders" name={acts.orders} />
      <Done done={done} />
      <h1 class="govuk-heading-l">{title}</h1>
      {order.termEnded && <Warning>{acts.termEnded}</Warning>}
      {order.endedByItsTerms && <Warning>{acts.endedByItsTerms}</Warning>}
      {order.toServe && order.status !== 'draft' && <Inset>{acts.toServe}</Inset>}
      <ToDo order={order} />
      <OrderFacts order={order} addressee={addressee} />
      <MeasureTable measures={order.measures} />
      {order.proposals?.map((proposal) => (
        <ProposalFacts order={order} proposal={proposal} />
      ))}
      <Course order={order} />
      <Timeline events={events} />
      {language === 'en' && <p class="govuk-hint">{acts.previewHint}</p>}
    </Page>
  );
}

function ToDo({ order }: { order: Order }) {
  const { language, words } = useView();
  const { account } = useVisitor();
  const { acts } = words;
  const here = pageUrl(language, `/console/orders/${order.id}`);
  const open = openActs(order, account);
  const isDraft = order.status === 'draft';
  const links = [
    ...(isDraft && hasOffice(account, 'handling') ? [[`${here}/draft`, acts.orderActs.edit]] : []),
    ...(isDraft && hasOffice(account, 'deciding') ? [[`${here}/approval`, acts.orderActs.approval]] : []),
    ...open.map((name) => [`${here}/acts/${name}`, acts.orderActs[name]]),
  ];
  return (
    <section class="app-no-print">
      <h2 class="govuk-heading-m">{acts.whatCanBeDone}</h2>
      {links.length === 0 && <p class="govuk-body">{acts.nothingToDo}</p>}
      <ul class="govuk-list">
        {links.map(([href, text]) => (
          <li>
            <a class="govuk-link" href={href}>
              {text}
            </a>
          </li>
        ))}
        {order.draft !== undefined && isDraft && (
          <li>
            <a class="govuk-link" href={`${here}/drafts/${order.draft}/preview`}>
              {acts.preview}
            </a>
          </li>
        )}
      </ul>
    </section>
  );
}

function OrderFacts({ order, addressee }: { order: Order; addressee?: string }) {
  const { language, words } = useView();
  const { acts } = words;
  const place = order.jurisdiction as JurisdictionBody | undefined;
  const remedies = order.remediesNotice as Remedies | undefined;
  const { agency } = order;
  return (
    <Facts
      facts={[
        [words.status, termOf(orderStatuses, order.status, language)],
        [acts.draftVersion(order.draft ?? 1), order.status === 'draft' && acts.orderActs[order.approved ? 'issue' : 'approval']],
        [acts.agency, agency && `${termOf(agencyKinds, agency.kind, language)} ${agency.division}`],
        [acts.addressee, addressee ?? order.addressee],
        [
          acts.filing,
          order.filings.map((filing) => (
            <div>
              <a class="govuk-link app-address" href={pageUrl(language, `/console/filings/${filing}`)}>
                {filing}
              </a>
            </div>
          )),
        ],
        [
          acts.fields['jurisdiction-factor'],
          place &&
            [termOf(jurisdictionFactors, place.factor, language), place.division, place.documentRef].filter(Boolean).join(', '),
        ],
        [acts.fields.legalBasis, order.legalBasis.join('; ')],
        [acts.fields.riskFinding, order.riskFinding && <span class="app-written">{order.riskFinding}</span>],
        [acts.fields.reasons, order.reasons && <span class="app-written">{order.reasons}</span>],
        [acts.issuedOn, order.issuedOn],
        [acts.servedOn, order.servedOn],
        [acts.acknowledged, order.servedOn && (order.acknowledged ? acts.yes : acts.no)],
        [acts.serviceRefused, order.serviceRefused && acts.yes],
        [acts.fields.rectifyBy, order.rectifyBy],
        [acts.fields.reviewOn, order.reviewOn],
        [acts.fields.provisionalUntil, order.provisionalUntil && inBeijing(order.provisionalUntil)],
        [acts.rectification, order.status !== 'draft' && termOf(rectifications, order.rectification, language)],
        [acts.publication, order.publication && termOf(publications, order.publication, language)],
        [acts.stayed, order.stayed && acts.yes],
        [acts.fields['remedies-reconsideration'], remedies?.reconsideration],
        [acts.fields['remedies-litigation'], remedies?.litigation],
        [
          acts.incidentOf,
          order.incident && (
            <a class="govuk-link app-address" href={pageUrl(language, `/console/incidents/${order.incident}`)}>
              {order.incident}
            </a>
          ),
        ],
      ]}
    />
  );
}

/** What is proposed, for whoever is to approve it. */
export function ProposalFacts({ order, proposal }: { order: Order; proposal: Proposal }) {
  const { language, words } = useView();
  const { acts } = words;
  const { kind, reason, lifted, ground, until, reviewOn, added } = proposal;
  const meant = lifted && order.measures.filter(({ measureId }) => lifted.includes(measureId));
  return (
    <section>
      <h2 class="govuk-heading-m">{acts.proposalOf(termOf(proposalKinds, kind, language))}</h2>
      <Facts
        facts={[
          [acts.fields.ground, ground && termOf(liftGrounds, ground, language)],
          [
            acts.liftedMeasures,
            meant &&
              (meant.length === 0
                ? acts.allMeasures
                : meant.map((measure) => <div>{measureText(measure, language, words)}</div>)),
          ],
          [acts.addedMeasures, added?.map((measure) => <div>{measureText(measure, language, words)}</div>)],
          [acts.fields.until, until && inBeijing(until)],
          [acts.fields.reviewOn, reviewOn],
          [acts.fields.reason, reason && <span class="app-written">{reason}</span>],
        ]}
      />
    </section>
  );
}

interface Entry {
  kind?: string;
  documentNo?: string;
  outcome?: string;
  on?: string;
  result?: string;
  to?: { kind: string; division: string };
}

/** What has been done beside the order: inspections, remedies, penalty cases, transfers. */
function Course({ order }: { order: Order }) {
  const { language, words } = useView();
  const { acts } = words;
  const inspections = order.inspections as Entry[];
  const remedies = order.remedies as Entry[];
  const transfers = (order.transfers ?? []) as Entry[];
  const said = (parts: (string | undefined)[]) => <div>{parts.filter(Boolean).join(', ')}</div>;
  return (
    <Facts
      facts={[
        [
          acts.inspections,
          inspections.map(({ on, result }) => said([on, result && termOf(inspectionResults, result, language)])),
        ],
        [
          acts.remedies,
          remedies.map(({ kind = '', documentNo, outcome = '' }) =>
            said([termOf(remedyKinds, kind, language), documentNo, termOf(remedyOutcomes, outcome, language)]),
          ),
        ],
        [
          acts.penalties,
          order.penalties?.map((id) => (
            <a class="govuk-link app-address" href={pageUrl(language, `/console/cases/penalty-${id}`)}>
              {id}
            </a>
          )),
        ],
        [acts.transfers, transfers.map(({ to, documentNo }) => said([to && termOf(transferees, to.kind, language), documentNo]))],
      ]}
    />
  );
}

function Timeline({ events }: { events: readonly MatterEvent[] }) {
  const { language, words } = useView();
  const { acts } = words;
  return (
    <Table
      caption={acts.timeline}
      columns={[{ name: acts.on }, { name: acts.event }, { name: acts.by }, { name: acts.documents }]}
      rows={events.map(({ id, type, effectiveOn, actor }) => [
        effectiveOn,
        termOf(orderEvents, type, language),
        <span class="app-address">{actor ?? ''}</span>,
        printed.includes(type) && (
          <a class="govuk-link" href={pageUrl(language, `/console/documents/${id}`)}>
            {acts.print}
          </a>
        ),
      ])}
    />
  );
}
