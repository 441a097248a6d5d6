import { WinnowError } from "../domain/errors.ts";
import type { Deadline } from "../domain/deadline.ts";
import { hasRoom, piecesWaiting } from "../observe/turns.ts";
import { createStandingQueue } from "./standing-queue.ts";
import { createWorkLimit } from "./work-limit.ts";

export interface AdmissionLimits {
  /** Requests of this class that may be in work or waiting at once. */
  readonly atOnce: number;
  /** A request that would have to wait longer than this is refused at once, in milliseconds. */
  readonly maxWaitMs: number;
}

/** Lets requests of one class through, or refuses them at once: waiting in a long line helps nobody. */
export interface Admission {
  /**
   * Whether a newcomer is to be refused, so that it need not even be read; counts as its coming when it is.
   */
  refuses(): boolean;
  /** @throws WinnowError `overloaded` at once; `deadline_exceeded` when its turn comes too late */
  admit<T>(deadline: Deadline, work: () => Promise<T>): Promise<T>;
}

/**
 * For work that waits elsewhere: only so many at once.
 *
 * @throws WinnowError `overloaded` from its result, at once
 */
export const createLimit = (atOnce: number): (<T>(work: () => Promise<T>) => Promise<T>) => {
  let inside = 0;
  return async (work) => {
    if (inside >= atOnce) throw overloaded();
    inside++;
    try {
      return await work();
    } finally {
      inside--;
    }
  };
};

/** What everyone is told who comes when there is too much to do. */
export const overloaded = () =>
  new WinnowError("overloaded", "More requests came than can be answered in time.", { retryAfterS: 1 });

/** So few are never too much, however busy the machine is with other things. */
const leastInside = 2;

interface Waiting {
  readonly sinceMs: number;
  readonly begin: () => void;
}

/**
 * Searching is synchronous work on the event loop, so requests that arrive together would wait unseen. Work that does not
 * fit into this turn of the loop, or into what may be in work at once, waits in a line of our own instead: between two turns the
 * sockets are read, newcomers are counted, and those who would wait too long are told so within milliseconds.
 */
export const createAdmission = (limits: AdmissionLimits): Admission => {
  const workLimit = createWorkLimit(limits.atOnce);
  const queue = createStandingQueue(limits.maxWaitMs, () => workLimit.aloneMs());
  let inside = 0;
  let scheduled = false;
  /** Smoothed time from one beginning to the next while others wait, in milliseconds. */
  let paceMs = 1;
  /** When the one before began, if others were waiting then. */
  let lastBegunAt: number | null = null;
  let line: Waiting[] = [];
  let head = 0;

  const waiting = () => line.length - head;
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(nextTurn);
  };
  const nextTurn = () => {
    scheduled = false;
    while (waiting() > 0 && workLimit.isFree() && piecesWaiting() === 0 && hasRoom()) beginNext();
    if (waiting() > 0 && workLimit.isFree()) schedule();
    if (head > 64 && head * 2 > line.length) {
      line = line.slice(head);
      head = 0;
    }
  };
  const beginNext = () => {
    const { sinceMs, begin } = line[head++]!;
    const now = performance.now();
    queue.waited(now - sinceMs, now);
    // One that came after a very long pause says that the machine paused; many that do raise the pace soon enough. But the
    // heavy ones take ten times what most take, and have to count in full: who waits behind them waits for all of it.
    if (lastBegunAt !== null) paceMs += (Math.min(now - lastBegunAt, 16 * paceMs + 1) - paceMs) / 16;
    lastBegunAt = waiting() > 0 ? now : null;
    begin();
  };

  const timed = async <T>(work: () => Promise<T>): Promise<T> => {
    const among = workLimit.begin();
    const startedAt = performance.now();
    let done = false;
    try {
      const result = await work();
      done = true;
      return result;
    } finally {
      workLimit.end(among, performance.now() - startedAt, done);
      if (waiting() > 0) schedule();
    }
  };
  const inLine = <T>(deadline: Deadline, work: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const begin = () => {
        if (deadline.remainingMs() > 0) resolve(timed(work));
        else reject(tooLate());
      };
      line.push({ sinceMs: performance.now(), begin });
      schedule();
    });
  const isTooMuch = () => inside >= limits.atOnce || (inside >= leastInside && waiting() * paceMs > queue.allowedMs());

  return {
    refuses() {
      if (!isTooMuch()) return false;
      queue.came(true, performance.now());
      return true;
    },
    async admit(deadline, work) {
      const refused = isTooMuch();
      queue.came(refused, performance.now());
      if (refused) throw overloaded();
      inside++;
      try {
        if (waiting() > 0 || !workLimit.isFree() || piecesWaiting() > 0 || !hasRoom())
          return await inLine(deadline, work);
        queue.waited(0, performance.now());
        return await timed(work);
      } finally {
        inside--;
      }
    },
  };
};

const tooLate = () =>
  new WinnowError("deadline_exceeded", "The request waited longer than its deadline.", { retryAfterS: 1 });
