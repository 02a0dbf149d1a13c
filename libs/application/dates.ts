import { type LocalDate } from '#domain/decider.js';

const shanghai = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The calendar day in Asia/Shanghai at that instant, `YYYY-MM-DD`. */
export const dateInShanghai = (instant: Date): LocalDate => shanghai.format(instant);
