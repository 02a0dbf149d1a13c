// An order under an incident is an order like any other: drafted, approved and issued by the persons who answer for it.
import { describe, expect, test } from '@jest/globals';
import * as the from '#support/order-commands.js';
import { fold, isRefusal } from './decider.js';
import { personsBehind } from './order-state.js';
import { order, type OrderCommand } from './order.js';
import { scenario } from './scenario.js';

const given = scenario(order);
const state = (...commands: readonly OrderCommand[]) => fold(order, the.happened(...commands));

describe('an order under an incident', () => {
  test('is drafted, approved and issued in one act, and names its incident', () => {
    const [drafted, approved, issued] = the.happened(the.underIncident());
    expect(drafted).toMatchObject({ type: 'OrderDrafted', data: { incident: 'incident-1', draftedBy: 'officer' } });
    expect(approved).toMatchObject({ type: 'OrderApproved', data: { approvedBy: 'lead', publication: 'public' } });
    expect(issued).toMatchObject({ type: 'OrderIssued', data: { documentNo: '1号', approvedBy: 'lead', issuedBy: 'lead' } });
    expect(state(the.underIncident())).toMatchObject({ status: 'issued', incident: 'incident-1' });
  });

  test('has behind it everyone who prepared the incident, those who signed it, and who approved it', () =>
    expect(personsBehind(state(the.underIncident({ preparedBy: ['officer', 'chooser'] }))).sort()).toEqual([
      ...['chooser', 'colleague', 'lead', 'officer'],
    ]));

  test('is approved by nobody who prepared or signed the incident, or counts as one with who did', () => {
    for (const person of ['officer', 'colleague', 'chooser'])
      given()
        .when(the.underIncident({ preparedBy: ['officer', 'chooser'], approver: { ...the.lead, person } }))
        .thenRefused('four-eyes');
    given()
      .when(the.underIncident({ preparedBy: ['officer', 'chooser'], approver: { ...the.lead, oneWith: ['chooser'] } }))
      .thenRefused('four-eyes');
  });

  test('is published by nobody who prepared the incident', () =>
    given(...the.happened(the.underIncident({ preparedBy: ['chooser'] }), the.serve()))
      .when(the.publish('stores', { ...the.other, person: 'chooser' }))
      .thenRefused('four-eyes'));

  test('is refused whole where a draft of the same content would be', () => {
    const command = the.underIncident();
    const draft = the.draft;
    if (command.type !== 'OrderUnderIncident' || draft.type !== 'DraftOrder') throw new Error('another command');
    const lacking = { ...draft.facts, addresseeKnown: false };
    given()
      .when({ ...command, facts: { ...command.facts, ...lacking } })
      .thenRefused('incomplete');
    const outcome = order.decide({ ...command, on: '2026-12-16' }, order.initial);
    expect(isRefusal(outcome) && outcome.findings?.map(({ pointer }) => pointer)).toEqual(['/rectifyBy']);
  });

  test('is made once: asked again it changes nothing, and another incident does not take it over', () => {
    given(...the.happened(the.underIncident()))
      .when(the.underIncident())
      .thenNothing();
    given(...the.happened(the.underIncident()))
      .when(the.underIncident({ incident: 'incident-2' }))
      .thenRefused('order-exists');
    given(...the.happened(the.draft))
      .when(the.underIncident())
      .thenRefused('order-exists');
  });
});
