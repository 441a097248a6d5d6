import type { Asked, FaultRow, Seen, SeenAnswer } from "./row.ts";

/** How much slower a machine may be that does other things, too: a test tells a hang from an answer, the bench holds the bounds. */
export const busyMachine = 5;

/**
 * @param slower times that all may take of what the row allows
 * @returns what was seen and is not what the row promises, as sentences; none when all is kept
 */
export function checkRow({ answers, fast, heals }: FaultRow, seen: Seen, slower = 1): readonly string[] {
  const complaints = [...seen.lost.map((each) => `lost: ${each}`), ...(seen.broken ?? [])];
  for (const { asked, says } of seen.answers) {
    if (answers[asked]?.includes(says) !== true) complaints.push(`${asked} answered ${says}`);
  }
  for (const asked of Object.keys(answers) as Asked[]) {
    if (!seen.answers.some((each) => each.asked === asked)) complaints.push(`${asked} was never answered`);
  }
  const ms = searchTimes(seen.answers);
  if (fast !== null && ms !== null) {
    if (ms.slowest > slower * fast.slowest.ms) complaints.push(`the slowest search took ${Math.round(ms.slowest)} ms`);
    if (ms.usually > slower * fast.usually.ms) complaints.push(`searches usually took ${Math.round(ms.usually)} ms`);
  }
  if ((seen.healedMs ?? 0) > slower * heals.within.ms)
    complaints.push(`healed only after ${Math.round(seen.healedMs!)} ms`);
  return [...new Set(complaints)];
}

/** In milliseconds: the slowest search, and the median of the later half. Null when there was none. */
export function searchTimes(answers: readonly SeenAnswer[]): { slowest: number; usually: number } | null {
  const ms = answers.flatMap((each) => (each.asked === "search" ? [each.ms] : []));
  if (ms.length === 0) return null;
  const later = ms.slice(Math.floor(ms.length / 2)).sort((a, b) => a - b);
  return { slowest: Math.max(...ms), usually: later[Math.floor(later.length / 2)]! };
}
