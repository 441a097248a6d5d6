/** So many at once; the others wait in the order in which they came. */
export interface Turns {
  /** @throws the reason of `signal` when it is aborted while waiting */
  take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export function createTurns(atOnce: number): Turns {
  let free = atOnce;
  const waiting = new Set<() => void>();
  const next = () => {
    const [first] = waiting;
    if (first === undefined) free++;
    else {
      waiting.delete(first);
      first();
    }
  };
  const turn = (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (free > 0) {
      free--;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const begin = () => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        waiting.delete(begin);
        reject(signal.reason as Error);
      };
      waiting.add(begin);
      signal.addEventListener("abort", leave, { once: true });
    });
  };
  return {
    async take(signal, work) {
      await turn(signal);
      try {
        return await work();
      } finally {
        next();
      }
    },
  };
}
