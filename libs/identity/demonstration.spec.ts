import { describe, expect, test } from '@jest/globals';
import { demonstrationClients, demonstrationIdentities, refuseInProduction } from './demonstration.js';

describe('the demonstration identities', () => {
  test('are exactly those that the documentation names', () => {
    expect(demonstrationIdentities.map(({ client }) => client).sort()).toEqual(
      [
        ['filer-a', 'filer-b', 'store-a', 'store-b', 'auditor', 'operator'],
        ['national', 'beijing', 'shanghai', 'hangzhou'].flatMap((place) => [`cac-${place}-reviewer`, `cac-${place}-approver`]),
        ['cac-national-admin', 'cac-beijing-admin'],
        ['telecom-beijing-officer', 'telecom-beijing-approver', 'telecom-national-approver'],
        ['police-beijing-officer', 'police-beijing-approver', 'police-hangzhou-officer', 'police-national-approver'],
      ]
        .flat()
        .sort(),
    );
  });

  test('are each a natural person of their own, the same at every start', () => {
    const persons = demonstrationIdentities.map(({ person }) => person);
    expect(new Set(persons).size).toBe(demonstrationIdentities.length);
    expect(persons[0]).toBe('c5b58693-d7e8-589d-b45a-3b0619cd06ed');
  });

  test.each([
    ['cac-national-reviewer', ['reviewer'], 'cac', '000000'],
    ['cac-beijing-approver', ['approver'], 'cac', '110000'],
    ['cac-shanghai-reviewer', ['reviewer'], 'cac', '310000'],
    ['cac-hangzhou-approver', ['approver'], 'cac', '330100'],
    ['cac-beijing-admin', ['agency-admin'], 'cac', '110000'],
    ['telecom-beijing-officer', ['reviewer', 'inspector'], 'telecom', '110000'],
    ['telecom-national-approver', ['approver'], 'telecom', '000000'],
    ['police-hangzhou-officer', ['reviewer', 'inspector'], 'public-security', '330100'],
  ])('%s has the roles %j at the agency %s of %s', (client, roles, kind, division) => {
    expect(demonstrationIdentities.find((identity) => identity.client === client)).toMatchObject({
      kind: 'agency',
      roles,
      agency: { kind, division },
    });
  });

  test('file for one provider in Haidian and one technical supporter in Pudong', () => {
    expect(demonstrationIdentities.filter(({ kind }) => kind === 'filer')).toMatchObject([
      { client: 'filer-a', organisation: { creditCode: '91110108MA00DEM06X', division: '110108', role: 'provider' } },
      { client: 'filer-b', organisation: { creditCode: '91310115MA00DEM14A', division: '310115', role: 'technical-supporter' } },
    ]);
  });

  test('are refused in production and nowhere else', () => {
    expect(() => refuseInProduction('production')).toThrow('OIDC_ISSUER');
    expect(() => demonstrationClients('production')).toThrow('OIDC_ISSUER');
    for (const environment of [undefined, '', 'development', 'test']) expect(() => refuseInProduction(environment)).not.toThrow();
  });
});
