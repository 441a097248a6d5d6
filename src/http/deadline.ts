import type { Deadline } from "../domain/deadline.ts";
import { WinnowError } from "../domain/errors.ts";

/** One a request, made as it arrives. */
export interface RequestDeadline extends Deadline {
  /** Brings it forward to `ms` after the request's arrival; never puts it back. */
  lower(ms: number): void;
  /** The caller has gone. */
  gone(): void;
  /** The request is answered. */
  end(): void;
  /** Resolves with the work, or rejects when time is up, whether or not the work listens to the signal. */
  within<T>(work: Promise<T>): Promise<T>;
}

/** @param startedAtMs when the request arrived, by performance.now() */
export const startDeadline = (ms: number, startedAtMs: number): RequestDeadline => {
  let limitMs = ms;
  let controller: AbortController | null = null;
  let timer: NodeJS.Timeout | undefined;
  let over: WinnowError | null = null;
  const waiting: ((reason: WinnowError) => void)[] = [];

  const remainingMs = () => limitMs - (performance.now() - startedAtMs);
  const stop = (reason: WinnowError) => {
    if (over !== null) return;
    over = reason;
    controller?.abort(reason);
    for (const reject of waiting) reject(reason);
  };
  // Of the whole length, not of what is left: timers of the same length share a list and cost next to nothing.
  const arm = () => (timer ??= setTimeout(() => stop(exceeded(limitMs)), limitMs));

  return {
    // Most requests are answered before anyone asks for the signal: it and the timer are made on demand.
    get signal() {
      if (controller === null) {
        controller = new AbortController();
        if (over === null) arm();
        else controller.abort(over);
      }
      return controller.signal;
    },
    remainingMs,
    lower(ms) {
      if (ms >= limitMs) return;
      limitMs = ms;
      clearTimeout(timer);
      timer = setTimeout(() => stop(exceeded(limitMs)), Math.max(0, remainingMs()));
    },
    gone: () => stop(new WinnowError("deadline_exceeded", "The caller has gone.")),
    end: () => clearTimeout(timer),
    within: (work) =>
      new Promise((resolve, reject) => {
        if (over !== null) {
          reject(over);
          return;
        }
        arm();
        waiting.push(reject);
        work.then(resolve, reject);
      }),
  };
};

const exceeded = (limitMs: number) =>
  new WinnowError("deadline_exceeded", `There was no answer within ${limitMs} ms.`, {
    hint: "Try again, or ask for less: fewer facets, a smaller page.",
    retryAfterS: 1,
  });
