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
  let hasGone = false;

  const remainingMs = () => limitMs - (performance.now() - startedAtMs);
  const exceeded = () =>
    new WinnowError("deadline_exceeded", `There was no answer within ${limitMs} ms.`, {
      hint: "Try again, or ask for less: fewer facets, a smaller page.",
      retryAfterS: 1,
    });
  const arm = () => {
    clearTimeout(timer);
    timer = setTimeout(() => controller?.abort(exceeded()), Math.max(0, remainingMs()));
  };

  return {
    // Most requests are answered before anyone asks for the signal: it and its timer are made on demand.
    get signal() {
      if (controller === null) {
        controller = new AbortController();
        if (hasGone) controller.abort(goneError());
        else arm();
      }
      return controller.signal;
    },
    remainingMs,
    lower(ms) {
      if (ms >= limitMs) return;
      limitMs = ms;
      if (controller !== null) arm();
    },
    gone() {
      hasGone = true;
      controller?.abort(goneError());
    },
    end: () => clearTimeout(timer),
    within<T>(work: Promise<T>): Promise<T> {
      const { signal } = this;
      return new Promise((resolve, reject) => {
        const stop = () => reject(signal.reason as Error);
        if (signal.aborted) {
          stop();
          return;
        }
        signal.addEventListener("abort", stop, { once: true });
        work.then(resolve, reject);
      });
    },
  };
};

const goneError = () => new WinnowError("deadline_exceeded", "The caller has gone.");
