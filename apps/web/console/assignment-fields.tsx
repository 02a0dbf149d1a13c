// To whom cases are given: oneself, somebody else of the agency, or nobody any more.
import { faultOf, type Entered } from '../acts.js';
import { Radios, TextField } from '../parts/fields.js';
import { type FieldFault } from '../parts/notes.js';
import { useView } from '../view.js';

export function AssignmentFields({ entered = {}, faults = [] }: { entered?: Entered; faults?: readonly FieldFault[] }) {
  const { cases } = useView().words;
  return (
    <>
      <Radios
        name="to"
        label={cases.assignTo}
        value={entered.to ?? 'me'}
        choices={[
          { value: 'me', text: cases.toMe },
          { value: 'other', text: cases.toOther },
          { value: 'nobody', text: cases.toNobody },
        ]}
      />
      <TextField
        name="account"
        label={cases.account}
        hint={cases.accountHint}
        value={entered.account}
        fault={faultOf(faults, 'account')}
      />
      <TextField
        name="until"
        label={cases.assignUntil}
        hint={cases.assignUntilHint}
        width={10}
        value={entered.until}
        fault={faultOf(faults, 'until')}
      />
    </>
  );
}

/** What the fields say, as the API takes it; `own` is the account of whoever sends them. */
export function assignmentIn({ to, account = '', until = '' }: Entered, own: string): { account?: string; until?: string } {
  if (to === 'nobody') return {};
  return { account: to === 'other' ? account.trim() : own, until: until.trim() || undefined };
}
