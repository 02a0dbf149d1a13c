import { type WorkingCalendar } from '#domain/working-days.js';

export const workingCalendar: WorkingCalendar = { version: 1, from: '2022-01-01', until: '2026-12-31', holidays: new Set(), makeUpDays: new Set() };
