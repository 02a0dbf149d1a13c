// The years that were announced when this release was made. The stream `calendar` begins with them: it adds years and corrects them.
// A year is what the General Office of the State Council announces for it, mostly in November before.
import { type LocalDate } from './decider.js';

/** Both ends included. */
export interface DaysOff {
  from: LocalDate;
  until: LocalDate;
}

export interface AnnouncedYear {
  year: number;
  /** 国务院办公厅关于…年部分节假日安排的通知: where it is published. */
  notice: string;
  /** Days off, one entry a holiday. A notice may reach into December before its year. */
  off: readonly DaysOff[];
  /** Saturdays and Sundays that are worked (调休). */
  worked: readonly LocalDate[];
}

const announced = (
  year: number,
  notice: string,
  off: readonly (readonly [from: string, until: string])[],
  worked: readonly string[],
): AnnouncedYear => ({
  year,
  notice: `https://www.gov.cn/zhengce/zhengceku/${notice}`,
  off: off.map(([from, until]) => ({ from: `${year}-${from}`, until: `${year}-${until}` })),
  worked: worked.map((day) => `${year}-${day}`),
});

export const announcedYears: readonly AnnouncedYear[] = [
  announced(
    2022,
    '2021-10/25/content_5644835.htm',
    [
      ['01-01', '01-03'],
      ['01-31', '02-06'],
      ['04-03', '04-05'],
      ['04-30', '05-04'],
      ['06-03', '06-05'],
      ['09-10', '09-12'],
      ['10-01', '10-07'],
      ['12-31', '12-31'],
    ],
    ['01-29', '01-30', '04-02', '04-24', '05-07', '10-08', '10-09'],
  ),
  announced(
    2023,
    '2022-12/08/content_5730844.htm',
    [
      ['01-01', '01-02'],
      ['01-21', '01-27'],
      ['04-05', '04-05'],
      ['04-29', '05-03'],
      ['06-22', '06-24'],
      ['09-29', '10-06'],
    ],
    ['01-28', '01-29', '04-23', '05-06', '06-25', '10-07', '10-08'],
  ),
  announced(
    2024,
    '202310/content_6911528.htm',
    [
      ['01-01', '01-01'],
      ['02-10', '02-17'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-10', '06-10'],
      ['09-15', '09-17'],
      ['10-01', '10-07'],
    ],
    ['02-04', '02-18', '04-07', '04-28', '05-11', '09-14', '09-29', '10-12'],
  ),
  announced(
    2025,
    '202411/content_6986383.htm',
    [
      ['01-01', '01-01'],
      ['01-28', '02-04'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['05-31', '06-02'],
      ['10-01', '10-08'],
    ],
    ['01-26', '02-08', '04-27', '09-28', '10-11'],
  ),
  announced(
    2026,
    '202511/content_7047091.htm',
    [
      ['01-01', '01-03'],
      ['02-15', '02-23'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-19', '06-21'],
      ['09-25', '09-27'],
      ['10-01', '10-07'],
    ],
    ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
  ),
];
