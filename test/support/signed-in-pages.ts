// Every page for people who are signed in, and what a service must hold so that there is something on it.
import { actsPages } from './acts-pages.js';
import { actsStage } from './acts-stage.js';
import { fillConsoleCases } from './console-case-pages.js';
import { filingDeskPages } from './filing-desk-pages.js';
import { matterPages, matters } from './matter-pages.js';
import { HOSTILE } from './registry-pages.js';
import { type TestService } from './service.js';
import { type PageAs } from './signed-in-window.js';

export type Pages = Readonly<Record<string, PageAs>>;

/** By what they are about: fills a service of its own, and answers with the pages by name. */
export const rooms: Readonly<Record<string, (service: TestService) => Promise<Pages>>> = {
  'filing at the desk': (service) => filingDeskPages(service, HOSTILE),
  'the rest of the desk': async (service) => matterPages(await matters(service, [...HOSTILE].slice(0, 180).join(''))),
  'cases in the console': fillConsoleCases,
  'orders and administration in the console': async (service) => actsPages(await actsStage(service)),
};
