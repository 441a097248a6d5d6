/**
 * A process has one event loop, and searching is synchronous work on it. What is done between two looks at the sockets is one turn:
 * pieces of work that would make it long wait for the next, so that probes, events and refusals are answered in between.
 */

/** How long pieces of work may keep the loop in one turn, in milliseconds; the last one may go over. */
const turnMs = 2;

let startedAt: number | null = null;
const waiting: (() => void)[] = [];

/** Whether one more piece of work may begin in this turn. */
export const hasRoom = (): boolean => {
  if (startedAt === null) {
    begin();
    return true;
  }
  return performance.now() - startedAt < turnMs;
};

/** How many pieces wait: work that goes on comes before work that begins. */
export const piecesWaiting = (): number => waiting.length;

/** Resolves when a piece of work that goes on may do so: at once while there is room, one a turn after that. */
export const room = (): Promise<void> =>
  waiting.length === 0 && hasRoom() ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve));

const begin = (): void => {
  startedAt = performance.now();
  setImmediate(end);
};

const end = (): void => {
  startedAt = null;
  const next = waiting.shift();
  if (next === undefined) return;
  begin();
  next();
};
