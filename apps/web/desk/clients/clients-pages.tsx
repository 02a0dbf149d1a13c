// The people and the machines of the filer's organisation: who may act for it, and by which key.
import { type components } from '#client/schema.js';
import { type Entered, faultOf } from '../../acts.js';
import { Checkboxes } from '../../parts/checkboxes.js';
import { Table } from '../../parts/facts.js';
import { TextArea, TextField } from '../../parts/fields.js';
import { type FieldFault } from '../../parts/notes.js';
import { Page } from '../../parts/page.js';
import { inBeijing } from '../../registry/instants.js';
import { pageUrl, useView, useVisitor } from '../../view.js';
import { accountRoles } from '../../words/official-terms.js';
import { termOf } from '../../words/terms.js';
import { ActPage, Done } from '../matter-parts.js';

export type Account = components['schemas']['AccountDto'];
type Clients = components['schemas']['ClientsDto'];
export type Machine = components['schemas']['ClientDto'];

const HERE = '/desk/clients';
export const filerRoles = ['filer', 'filer-admin'] as const;

const Link = ({ to, children }: { to: string; children: string }) => (
  <a class="govuk-link" href={pageUrl(useView().language, to)}>
    {children}
  </a>
);

function Accounts({ accounts }: { accounts: readonly Account[] }) {
  const { language, words } = useView();
  const { clients } = words.organisation;
  const own = useVisitor().account.id;
  return (
    <section>
      <h2 class="govuk-heading-m">{clients.accounts}</h2>
      <p class="govuk-body">
        <Link to={`${HERE}/accounts/new`}>{clients.newAccount}</Link>
      </p>
      <Table
        caption={clients.accounts}
        captionHidden
        columns={[
          { name: clients.account },
          { name: clients.roles },
          { name: words.matters.status },
          { name: clients.openedOn },
          { name: words.matters.youCan },
        ]}
        rows={accounts.map(({ id, roles, status, openedOn, closedOn }) => [
          <code>{id}</code>,
          roles.map((role) => termOf(accountRoles, role, language)).join(', '),
          status === 'open' ? clients.open : [clients.closed, closedOn].filter(Boolean).join(' · '),
          openedOn,
          id === own
            ? clients.own
            : status === 'open' && (
                <>
                  <Link to={`${HERE}/accounts/${id}/roles`}>{clients.change}</Link>
                  <br />
                  <Link to={`${HERE}/accounts/${id}/closure`}>{clients.close}</Link>
                </>
              ),
        ])}
      />
    </section>
  );
}

function Machines({ registered, issuer, clients: machines }: Clients) {
  const { words } = useView();
  const { clients } = words.organisation;
  return (
    <section>
      <h2 class="govuk-heading-m">{clients.machines}</h2>
      {registered === 'elsewhere' ? (
        <p class="govuk-body">{clients.elsewhere(issuer)}</p>
      ) : (
        <p class="govuk-body">
          <Link to={`${HERE}/new`}>{clients.newMachine}</Link>
        </p>
      )}
      {machines.length === 0 ? (
        <p class="govuk-body">{clients.noMachines}</p>
      ) : (
        <Table
          caption={clients.machines}
          captionHidden
          columns={[
            { name: clients.machine },
            { name: clients.id },
            { name: clients.key },
            { name: words.matters.status },
            { name: clients.registeredAt },
            { name: words.matters.youCan },
          ]}
          rows={machines.map(({ id, name, key, status, registeredAt }) => [
            name,
            <code>{id}</code>,
            <code>{`${key.alg} ${key.kid}`}</code>,
            status === 'open' ? clients.open : clients.closed,
            inBeijing(registeredAt),
            status === 'open' && (
              <>
                <Link to={`${HERE}/${id}/key`}>{clients.replaceKey}</Link>
                <br />
                <Link to={`${HERE}/${id}/closure`}>{clients.closeMachine}</Link>
              </>
            ),
          ])}
        />
      )}
    </section>
  );
}

export function ClientsPage({ accounts, clients, done }: { accounts: readonly Account[]; clients: Clients; done?: string }) {
  const { words } = useView();
  return (
    <Page title={words.organisation.clients.title} section={HERE}>
      <h1 class="govuk-heading-l">{words.organisation.clients.title}</h1>
      <Done word={done} />
      <Accounts accounts={accounts} />
      <Machines {...clients} />
    </Page>
  );
}

export interface FormProps {
  entered?: Entered;
  faults?: readonly FieldFault[];
}

function Roles({ entered, faults }: Required<FormProps>) {
  const { language, words } = useView();
  return (
    <Checkboxes
      name="roles"
      label={words.organisation.clients.roles}
      fault={faultOf(faults, 'roles')}
      choices={filerRoles.map((value) => ({ value, text: termOf(accountRoles, value, language) }))}
      isTicked={(role) => entered[`roles-${role}`] !== undefined}
    />
  );
}

export function NewAccountPage({ entered = {}, faults = [] }: FormProps) {
  const { clients } = useView().words.organisation;
  return (
    <ActPage
      title={clients.newAccount}
      of={clients.title}
      {...{ back: HERE, to: `${HERE}/accounts/new`, section: HERE, entered, faults }}
    >
      <TextField
        {...{ name: 'signIn', value: entered.signIn, fault: faultOf(faults, 'signIn') }}
        label={clients.signIn}
        hint={clients.signInHint}
        autocomplete="off"
      />
      <Roles entered={entered} faults={faults} />
    </ActPage>
  );
}

interface AccountActProps extends FormProps {
  account: Account;
  revision: string;
}

export function AccountRolesPage({ account, revision, entered, faults = [] }: AccountActProps) {
  const { clients } = useView().words.organisation;
  const held = Object.fromEntries(account.roles.map((role) => [`roles-${role}`, 'yes']));
  return (
    <ActPage
      title={clients.change}
      of={account.id}
      {...{ back: HERE, to: `${HERE}/accounts/${account.id}/roles`, section: HERE, revision, entered: entered ?? {}, faults }}
    >
      <Roles entered={entered ?? held} faults={faults} />
    </ActPage>
  );
}

export function AccountClosurePage({ account, revision, entered = {}, faults = [] }: AccountActProps) {
  const { clients } = useView().words.organisation;
  return (
    <ActPage
      title={clients.close}
      of={account.id}
      lead={clients.closeLead}
      button={clients.close}
      {...{ back: HERE, to: `${HERE}/accounts/${account.id}/closure`, section: HERE, revision, entered, faults }}
    />
  );
}

function KeyField({ entered, faults }: Required<FormProps>) {
  const { clients } = useView().words.organisation;
  return (
    <TextArea
      name="publicKey"
      value={entered.publicKey}
      fault={faultOf(faults, 'publicKey')}
      label={clients.keyField}
      hint={clients.keyHint}
    />
  );
}

export function NewMachinePage({ entered = {}, faults = [] }: FormProps) {
  const { clients } = useView().words.organisation;
  return (
    <ActPage
      title={clients.newMachine}
      of={clients.title}
      lead={clients.newMachineLead}
      {...{ back: HERE, to: `${HERE}/new`, section: HERE, entered, faults }}
    >
      <TextField
        {...{ name: 'name', value: entered.name, fault: faultOf(faults, 'name') }}
        label={clients.machine}
        autocomplete="off"
      />
      <KeyField entered={entered} faults={faults} />
    </ActPage>
  );
}

interface MachineActProps extends FormProps {
  machine: Machine;
  revision: string;
}

export function MachineKeyPage({ machine, revision, entered = {}, faults = [] }: MachineActProps) {
  const { clients } = useView().words.organisation;
  return (
    <ActPage
      title={clients.replaceKey}
      of={machine.name}
      {...{ back: HERE, to: `${HERE}/${machine.id}/key`, section: HERE, revision, entered, faults }}
    >
      <KeyField entered={entered} faults={faults} />
    </ActPage>
  );
}

export function MachineClosurePage({ machine, revision, entered = {}, faults = [] }: MachineActProps) {
  const { clients } = useView().words.organisation;
  return (
    <ActPage
      title={clients.closeMachine}
      of={machine.name}
      lead={clients.closeMachineLead}
      button={clients.closeMachine}
      {...{ back: HERE, to: `${HERE}/${machine.id}/closure`, section: HERE, revision, entered, faults }}
    />
  );
}
