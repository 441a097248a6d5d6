import { WinnowError } from "../domain/errors.ts";
import type { Deadline } from "../domain/deadline.ts";

export interface AdmissionLimits {
  /** Requests of this class that may be in work or waiting at once. */
  readonly atOnce: number;
  /** A request that would have to wait longer than this is refused at once, in milliseconds. */
  readonly maxWaitMs: number;
}

/** Lets requests of one class through, or refuses them at once: waiting in a long line helps nobody. */
export interface Admission {
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

const overloaded = () =>
  new WinnowError("overloaded", "More requests came than can be answered in time.", { retryAfterS: 1 });

/** How long searches may keep the event loop before sockets are looked at again, in milliseconds. */
const turnMs = 3;

/**
 * Searching is synchronous work on the event loop, so requests that arrive together would wait unseen. Work that does not
 * fit into this turn of the loop waits in a line of our own instead: between two turns the sockets are read, newcomers
 * are counted, and those who would wait too long are told so within milliseconds.
 */
export const createAdmission = (limits: AdmissionLimits): Admission => {
  let inside = 0;
  let turnStartedAt: number | null = null;
  /** Smoothed duration of one piece of work, in milliseconds. */
  let usualMs = 1;
  let line: (() => void)[] = [];
  let head = 0;

  const waiting = () => line.length - head;
  const inTurn = () => turnStartedAt !== null && performance.now() - turnStartedAt < turnMs;
  const startTurn = () => {
    turnStartedAt = performance.now();
    setImmediate(nextTurn);
  };
  const nextTurn = () => {
    turnStartedAt = null;
    if (waiting() === 0) return;
    startTurn();
    do line[head++]!();
    while (waiting() > 0 && inTurn());
    if (head > 64 && head * 2 > line.length) {
      line = line.slice(head);
      head = 0;
    }
  };
  /** What counts for the line is the synchronous part of the work: the rest is waited for elsewhere. */
  const timed = <T>(work: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const working = work();
    // One that took far longer was held up by something else; many that do raise it soon enough.
    usualMs += (Math.min(performance.now() - startedAt, 2 * usualMs + 1) - usualMs) / 8;
    return working;
  };
  const inLine = <T>(deadline: Deadline, work: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      line.push(() => {
        // The executor of a promise turns what is thrown into a rejection.
        if (deadline.remainingMs() > 0) resolve(new Promise((settle) => settle(timed(work))));
        else
          reject(
            new WinnowError("deadline_exceeded", "The request waited longer than its deadline.", { retryAfterS: 1 }),
          );
      });
    });

  return {
    async admit(deadline, work) {
      if (inside >= limits.atOnce || waiting() * usualMs > limits.maxWaitMs) throw overloaded();
      inside++;
      try {
        if (turnStartedAt === null) startTurn();
        return await (waiting() === 0 && inTurn() ? timed(work) : inLine(deadline, work));
      } finally {
        inside--;
      }
    },
  };
};
