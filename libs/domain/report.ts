// DSP 10, 11, ARP 30: what reaches authorities from outside. One stream per report, whoever made it, with a course of its own for each
// authority that it went to. Events are the storage format: they change only by a new version.
import { aggregate } from './aggregate.js';
import { type Decider } from './decider.js';
import { reportHandling, type ReportHandlingCommand, type ReportHandlingEvent } from './report-handling.js';
import { reportMaking, type ReportMakingCommand, type ReportMakingEvent } from './report-making.js';
import { nothingReported, type Report } from './report-state.js';

export type ReportCommand = ReportMakingCommand | ReportHandlingCommand;
export type ReportEvent = ReportMakingEvent | ReportHandlingEvent;

export const report: Decider<ReportCommand, ReportEvent, Report> = aggregate<ReportCommand, ReportEvent, Report>(
  nothingReported,
  {
    acts: { ...reportMaking.acts, ...reportHandling.acts },
    facts: { ...reportMaking.facts, ...reportHandling.facts },
  },
);
