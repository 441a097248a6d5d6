import { WinnowError } from "../domain/errors.ts";
import type { JobSchedule } from "../domain/job.ts";

type When = JobSchedule["when"];

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** No pattern of five fields is silent for longer, but for those that never come (31 February): a leap day over 2100. */
const horizonMs = 8 * 366 * dayMs;

/** The latest moment at or before `nowMs` at which it was due; null where there was none for years. */
export const latestSlot = (when: When, nowMs: number): number | null => {
  if ("everyMs" in when) return Math.floor(nowMs / when.everyMs) * when.everyMs;
  return findSlot(readCron(when.cron), Math.floor(nowMs / minuteMs) * minuteMs, -1);
};

/** The first moment after `nowMs`; null where there is none for years. */
export const nextSlot = (when: When, nowMs: number): number | null => {
  if ("everyMs" in when) return (Math.floor(nowMs / when.everyMs) + 1) * when.everyMs;
  return findSlot(readCron(when.cron), (Math.floor(nowMs / minuteMs) + 1) * minuteMs, 1);
};

interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** By the day of the month or of the week: where both are given, either suffices, as cron has it. */
  readonly eitherDay: boolean;
}

/**
 * Minute, hour, day of month, month, day of week, in UTC: `*`, numbers, ranges, steps and lists.
 *
 * @throws WinnowError `invalid_config` that says which field
 */
export const readCron = (text: string): Cron => {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5) throw invalid(text, "has five fields: minute, hour, day, month, weekday");
  const read = (i: number, name: string, min: number, max: number) => readField(text, fields[i]!, name, min, max);
  const weekdays = read(4, "weekday", 0, 7);
  return {
    ...{ minutes: read(0, "minute", 0, 59), hours: read(1, "hour", 0, 23) },
    ...{ days: read(2, "day", 1, 31), months: read(3, "month", 1, 12) },
    weekdays: new Set([...weekdays].map((day) => day % 7)),
    eitherDay: !fields[2]!.startsWith("*") && !fields[4]!.startsWith("*"),
  };
};

const readField = (text: string, field: string, name: string, min: number, max: number): ReadonlySet<number> => {
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const [, from, to, step] = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part) ?? [];
    const isAll = part.startsWith("*");
    if (!isAll && from === undefined) throw invalid(text, `has no ${name} ${JSON.stringify(part)}`);
    const first = isAll ? min : Number(from);
    const last = isAll || (to === undefined && step !== undefined) ? max : Number(to ?? from);
    const by = Number(step ?? 1);
    if (first < min || last > max || first > last || by < 1) throw invalid(text, `has a ${name} from ${min} to ${max}`);
    for (let value = first; value <= last; value += by) values.add(value);
  }
  return values;
};

/** Leaps over months, days and hours that do not fit. @param towards 1 or -1 */
const findSlot = (cron: Cron, fromMs: number, towards: 1 | -1): number | null => {
  const end = fromMs + towards * horizonMs;
  for (let at = fromMs; towards > 0 ? at <= end : at >= end;) {
    const date = new Date(at);
    const [year, month, day, hour] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCHours()];
    const leap = (start: number, next: number) => (towards > 0 ? next : start - minuteMs);
    if (!cron.months.has(month + 1)) at = leap(Date.UTC(year, month), Date.UTC(year, month + 1));
    else if (!fitsDay(cron, date)) at = leap(Date.UTC(year, month, day), Date.UTC(year, month, day + 1));
    else if (!cron.hours.has(hour)) at = leap(Date.UTC(year, month, day, hour), Date.UTC(year, month, day, hour + 1));
    else if (!cron.minutes.has(date.getUTCMinutes())) at += towards * minuteMs;
    else return at;
  }
  return null;
};

const fitsDay = ({ days, weekdays, eitherDay }: Cron, date: Date): boolean => {
  const [byDay, byWeekday] = [days.has(date.getUTCDate()), weekdays.has(date.getUTCDay())];
  return eitherDay ? byDay || byWeekday : byDay && byWeekday;
};

const invalid = (text: string, problem: string): WinnowError =>
  new WinnowError("invalid_config", `The cron pattern ${JSON.stringify(text)} is wrong: it ${problem}.`, {
    hint: 'Such as "0 3 * * *" for three at night, UTC.',
  });
