// Mail as the operator has set it: through a server, into a folder where the system is tried, or not at all.
import { join } from 'node:path';
import { type Pool } from 'pg';
import { type Logger } from 'pino';
import { Calendars } from '#application/calendars.js';
import { dateInShanghai } from '#application/dates.js';
import { type Clock } from '#application/ports.js';
import { type DayCounts } from '#domain/day-counts.js';
import { type EventStore } from '#event-store/event-store.js';
import { type Config } from '#platform/config.js';
import { MailWork } from '#reactions/mail-work.js';
import { Mailer, type MailerTimes } from '#reactions/mailer.js';
import { FolderPost, type Post, SmtpPost } from '#reactions/posts.js';
import { Deadlines } from '#read-models/deadline-queries.js';
import { Notices } from '#read-models/notice-queries.js';
import { type ReadModels } from '#read-models/read-models.js';
import { AccessAudit } from '#vault/access-audit.js';
import { Texts } from '#vault/texts.js';
import { PartyAddresses } from './party-addresses.js';

const folderOf = ({ dataDir }: Config): string => join(dataDir, 'mails');

const postOf = (config: Config): Post | undefined => {
  const { smtp, mailFrom: from, publicUrl, environment } = config;
  if (smtp) return new SmtpPost(smtp, { from, publicUrl });
  return environment === 'production' ? undefined : new FolderPost(folderOf(config), { from, publicUrl });
};

/** Where mails go, in words for the start. */
export const mailGoes = (config: Config): string => {
  if (config.smtp) return `through ${config.smtp.host}:${config.smtp.port}`;
  return config.environment === 'production'
    ? 'none: SMTP_URL is not set, notices are in the inboxes alone'
    : `none is sent: written to ${folderOf(config)}, since SMTP_URL is not set`;
};

export interface MailParts {
  config: Config;
  pool: Pool;
  store: EventStore;
  models: ReadModels;
  logger: Logger;
  clock: Clock;
  dayCounts: DayCounts;
  times?: Partial<MailerTimes>;
}

/** Undefined where nobody is mailed. */
export function createMailer({ config, pool, store, models, logger, clock, dayCounts, times }: MailParts): Mailer | undefined {
  const post = postOf(config);
  if (!post) return undefined;
  const calendars = new Calendars(store, dayCounts);
  const addresses = new PartyAddresses(models, new Texts(pool), new AccessAudit(pool));
  return new Mailer(
    {
      reader: store,
      notices: new Notices(models),
      deadlines: new Deadlines(models),
      work: new MailWork(pool),
      post,
      addressOf: (party, notice) => addresses.of(party, notice),
      counting: async () => ({
        calendar: (await calendars.recent()).working,
        counts: dayCounts,
        on: dateInShanghai(clock.now()),
      }),
      log: logger,
    },
    times,
  );
}
