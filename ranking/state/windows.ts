import type { Counters } from "../../src/domain/counters.ts";
import { DAY_MS, dayOf, DAYS_READ, weekOf, WEEKS_READ } from "./days.ts";

/** How often something happened within the last 1, 7 and 30 days: whole days and weeks, the oldest one fading out. */
export interface Windows {
  readonly day: number;
  readonly week: number;
  readonly month: number;
}

/** @param hour hours since 1970: windows move on once an hour, so that what is worked out can be kept until then */
export const windowsOf = (counters: Counters, code: string, hour: number): Windows => {
  if (!counters.has(code)) return NONE;
  const today = dayOf(hour * HOUR_MS);
  const elapsed = (hour % 24) / 24;
  const days = Array.from({ length: DAYS_READ }, (_, i) => positive(counters.get(`${code}d${today - i}`)));
  let week = days[7]! * (1 - elapsed);
  for (let i = 0; i < 7; i++) week += days[i]!;
  const weeks = Array.from({ length: WEEKS_READ }, (_, i) => positive(counters.get(`${code}w${weekOf(today) - i}`)));
  // What of 30 days is left for the two oldest weeks once this week so far and three whole ones are taken.
  const left = (30 - 21 - ((today % 7) + elapsed)) / 7;
  const month = weeks[0]! + weeks[1]! + weeks[2]! + weeks[3]! + weeks[4]! * clamp(left) + weeks[5]! * clamp(left - 1);
  return { day: days[0]! + days[1]! * (1 - elapsed), week, month };
};

/** An inverse may come before what it takes back. */
export const positive = (value: number | undefined): number => (value !== undefined && value > 0 ? value : 0);

export const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS);

const HOUR_MS = DAY_MS / 24;
const NONE: Windows = { day: 0, week: 0, month: 0 };
const clamp = (share: number): number => Math.min(1, Math.max(0, share));
