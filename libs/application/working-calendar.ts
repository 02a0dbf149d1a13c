// Days off and make-up days, as the General Office of the State Council announces them for each year, mostly in November before.
// A year that is not here is not guessed: dates in it are provisional.
import { type LocalDate } from '#domain/decider.js';
import { type WorkingCalendar } from '#domain/working-days.js';

interface AnnouncedYear {
  /** 国务院办公厅关于…年部分节假日安排的通知 */
  notice: string;
  /** Days off, first and last of each holiday, as `MM-DD`. */
  off: readonly (readonly [from: string, until: string])[];
  /** Saturdays and Sundays that are worked, as `MM-DD`. */
  worked: readonly string[];
}

export const announcedYears: Readonly<Record<string, AnnouncedYear>> = {
  2022: {
    notice: 'https://www.gov.cn/zhengce/zhengceku/2021-10/25/content_5644835.htm',
    off: [
      ['01-01', '01-03'],
      ['01-31', '02-06'],
      ['04-03', '04-05'],
      ['04-30', '05-04'],
      ['06-03', '06-05'],
      ['09-10', '09-12'],
      ['10-01', '10-07'],
      ['12-31', '12-31'],
    ],
    worked: ['01-29', '01-30', '04-02', '04-24', '05-07', '10-08', '10-09'],
  },
  2023: {
    notice: 'https://www.gov.cn/zhengce/zhengceku/2022-12/08/content_5730844.htm',
    off: [
      ['01-01', '01-02'],
      ['01-21', '01-27'],
      ['04-05', '04-05'],
      ['04-29', '05-03'],
      ['06-22', '06-24'],
      ['09-29', '10-06'],
    ],
    worked: ['01-28', '01-29', '04-23', '05-06', '06-25', '10-07', '10-08'],
  },
  2024: {
    notice: 'https://www.gov.cn/zhengce/zhengceku/202310/content_6911528.htm',
    off: [
      ['01-01', '01-01'],
      ['02-10', '02-17'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-10', '06-10'],
      ['09-15', '09-17'],
      ['10-01', '10-07'],
    ],
    worked: ['02-04', '02-18', '04-07', '04-28', '05-11', '09-14', '09-29', '10-12'],
  },
  2025: {
    notice: 'https://www.gov.cn/zhengce/zhengceku/202411/content_6986383.htm',
    off: [
      ['01-01', '01-01'],
      ['01-28', '02-04'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['05-31', '06-02'],
      ['10-01', '10-08'],
    ],
    worked: ['01-26', '02-08', '04-27', '09-28', '10-11'],
  },
  2026: {
    notice: 'https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm',
    off: [
      ['01-01', '01-03'],
      ['02-15', '02-23'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-19', '06-21'],
      ['09-25', '09-27'],
      ['10-01', '10-07'],
    ],
    worked: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
  },
};

/** Every day of a range, both ends included. */
function days(from: LocalDate, until: LocalDate): LocalDate[] {
  const found: LocalDate[] = [];
  for (let at = Date.parse(from); at <= Date.parse(until); at += 86_400_000) found.push(new Date(at).toISOString().slice(0, 10));
  return found;
}

const years = Object.keys(announcedYears).sort();

/** The working calendar of all announced years. */
export const workingCalendar: WorkingCalendar = {
  version: 1,
  from: `${years[0]}-01-01`,
  until: `${years.at(-1)}-12-31`,
  holidays: new Set(
    Object.entries(announcedYears).flatMap(([year, { off }]) =>
      off.flatMap(([from, until]) => days(`${year}-${from}`, `${year}-${until}`)),
    ),
  ),
  makeUpDays: new Set(Object.entries(announcedYears).flatMap(([year, { worked }]) => worked.map((day) => `${year}-${day}`))),
};
