import { describe, expect, test } from '@jest/globals';
import canonicalize from 'canonicalize';
import { type Contacts, contactsOf, contactsText } from './contacts.js';

// The package's types call its default export a module.
const canonical = canonicalize as unknown as (value: unknown) => string;

const contacts: Contacts = {
  safetyOfficer: { phone: '13800000000', name: '李"四\u2028', documentType: '居民身份证', documentNumber: '11010519491231002X' },
  legalRepresentative: { name: '张三', email: 'z@example.cn', documentType: '护照', documentNumber: 'E12345678' },
};

describe('the people who answer for a subject', () => {
  test('are written as canonical JSON, whatever the order in which they came', () => {
    expect(contactsText(contacts)).toBe(canonical(contacts));
  });

  test('come back as they were handed in', () => {
    expect(contactsOf(contactsText(contacts))).toEqual(contacts);
  });

  test('are kept without whatever else the body held', () => {
    const more = { ...contacts, safetyOfficer: { ...contacts.safetyOfficer, faith: 'none of our business' }, note: 'nor this' };
    expect(contactsText(more)).toBe(contactsText(contacts));
  });
});
