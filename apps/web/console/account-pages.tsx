// Who acts for an agency, and whose authority is lent to whom.
import { type components } from '#client/schema.js';
import { type Entered } from '../acts.js';
import { Button } from '../parts/fields.js';
import { Facts, Table } from '../parts/facts.js';
import { Done } from '../parts/done.js';
import { Form } from '../parts/form.js';
import { ErrorSummary, type FieldFault } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { Pagination } from '../parts/pagination.js';
import { pageUrl, useView, useVisitor, withQuery } from '../view.js';
import { accountRoles } from '../words/official-terms.js';
import { agencyKinds, termOf } from '../words/terms.js';
import { type ActField } from './act-fields.js';
import { ActForm, Back } from './act-form.js';

export type Account = components['schemas']['AccountDto'];
export type Delegation = components['schemas']['DelegationDto'];

const SECTION = '/console/accounts';
const { reviewer, approver, inspector } = accountRoles;

const roles: ActField = {
  name: 'roles',
  kind: 'several',
  terms: { reviewer: reviewer!, approver: approver!, inspector: inspector!, 'agency-admin': accountRoles['agency-admin']! },
};
export const openingFields: readonly ActField[] = [
  { name: 'signIn', kind: 'text' },
  { name: 'person', kind: 'text', optional: true },
  roles,
];
export const rolesFields: readonly ActField[] = [roles];
export const delegationFields: readonly ActField[] = [
  { name: 'to', kind: 'text' },
  { name: 'roles', kind: 'several', terms: { reviewer: reviewer!, approver: approver!, inspector: inspector! } },
  { name: 'since', kind: 'day' },
  { name: 'until', kind: 'day' },
];

interface Filled {
  entered?: Entered;
  faults?: readonly FieldFault[];
}

interface AccountsProps extends Filled {
  accounts: readonly Account[];
  cursor?: string;
  next?: string;
  done?: string;
}

const rolesText = (held: readonly string[], language: 'zh' | 'en'): string =>
  held.map((role) => termOf(accountRoles, role, language)).join(', ');

export function AccountsPage({ accounts, cursor, next, done, entered, faults = [] }: AccountsProps) {
  const { language, words } = useView();
  const { account: own } = useVisitor();
  const { acts } = words;
  const here = pageUrl(language, SECTION);
  return (
    <Page title={acts.accounts} section={SECTION} faulty={faults.length > 0}>
      <Done done={done} />
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{acts.accounts}</h1>
      <p class="govuk-body">
        <a class="govuk-link" href={pageUrl(language, '/console/delegations')}>
          {acts.delegations}
        </a>
      </p>
      <Table
        caption={acts.accounts}
        captionHidden
        columns={[{ name: acts.by }, { name: acts.fields.roles }, { name: words.status }, { name: acts.openedOn }]}
        rows={accounts.map((account) => [
          <a class="govuk-link app-address" href={`${here}/${account.id}`}>
            {account.id}
          </a>,
          rolesText(account.roles, language),
          account.status === 'open' ? acts.open : acts.closed,
          account.openedOn,
        ])}
      />
      <Pagination
        first={cursor === undefined ? undefined : here}
        next={next === undefined ? undefined : withQuery(here, { cursor: next })}
      />
      {own.roles.includes('agency-admin') && (
        <>
          <h2 class="govuk-heading-m">{acts.openAccount}</h2>
          <ActForm title={acts.openAccount} to={SECTION} fields={openingFields} entered={entered} faults={faults} />
        </>
      )}
    </Page>
  );
}

interface AccountProps extends Filled {
  account: Account;
  revision: string;
  done?: string;
}

export function AccountPage({ account, revision, done, entered, faults = [] }: AccountProps) {
  const { language, words } = useView();
  const { account: own } = useVisitor();
  const { acts } = words;
  const { agency } = account;
  const held = Object.fromEntries(account.roles.map((role) => [`roles-${role}`, 'yes']));
  const mayKeep = own.roles.includes('agency-admin') && own.id !== account.id && account.status === 'open';
  return (
    <Page title={acts.account} section={SECTION} faulty={faults.length > 0}>
      <Back path={SECTION} name={acts.accounts} />
      <Done done={done} />
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{acts.account}</h1>
      <Facts
        facts={[
          [acts.by, <span class="app-address">{account.id}</span>],
          [words.status, account.status === 'open' ? acts.open : acts.closed],
          [acts.agency, agency && `${termOf(agencyKinds, agency.kind, language)} ${agency.division}`],
          [acts.fields.roles, rolesText(account.roles, language)],
          [acts.openedOn, account.openedOn],
          [acts.closedOn, account.closedOn],
        ]}
      />
      {mayKeep && (
        <>
          <ActForm
            title={acts.changeRoles}
            to={`${SECTION}/${account.id}/roles`}
            revision={revision}
            fields={rolesFields}
            entered={entered ?? held}
            faults={faults}
          />
          <h2 class="govuk-heading-m">{acts.closeAccount}</h2>
          <p class="govuk-body">{acts.closeForGood}</p>
          <Form to={`${SECTION}/${account.id}/closure`} revision={revision}>
            <Button secondary>{acts.closeAccount}</Button>
          </Form>
        </>
      )}
    </Page>
  );
}

interface DelegationsProps extends Filled {
  delegations: readonly Delegation[];
  done?: string;
}

export function DelegationsPage({ delegations, done, entered, faults = [] }: DelegationsProps) {
  const { language, words } = useView();
  const { acts } = words;
  return (
    <Page title={acts.delegations} section="/console/delegations" faulty={faults.length > 0}>
      <Back path={SECTION} name={acts.accounts} />
      <Done done={done} />
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{acts.delegations}</h1>
      {delegations.length > 0 && (
        <Table
          caption={acts.delegations}
          captionHidden
          columns={[
            { name: acts.number },
            { name: acts.lentBy },
            { name: acts.fields.to },
            { name: acts.fields.roles },
            { name: acts.fields.since },
            { name: acts.lastDay },
            { name: acts.endedOn },
          ]}
          rows={delegations.map(({ n, from, to, since, until, endedOn, ...delegation }) => [
            n,
            <span class="app-address">{from}</span>,
            <span class="app-address">{to}</span>,
            rolesText(delegation.roles, language),
            since,
            until,
            endedOn ?? (
              <Form to={`/console/delegations/${n}/end`}>
                <Button secondary>{acts.endDelegation(n)}</Button>
              </Form>
            ),
          ])}
        />
      )}
      <h2 class="govuk-heading-m">{acts.delegate}</h2>
      <ActForm title={acts.delegate} to="/console/delegations" fields={delegationFields} entered={entered} faults={faults} />
    </Page>
  );
}
