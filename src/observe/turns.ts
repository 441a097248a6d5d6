/**
 * A process has one event loop, and searching is synchronous work on it. What is done between two looks at the sockets is one turn:
 * pieces of work that would make it long wait for the next, so that probes, events and refusals are answered in between.
 */

/** How long pieces of work may keep the loop in one turn, in milliseconds; the last one may go over. */
const turnMs = 2;

let startedAt: number | null = null;
/** Whether work that goes on has had its piece of this turn: how long that takes is known only when it is done. */
let given = false;
const waiting: (() => void)[] = [];
const waitingAside: (() => void)[] = [];
/** Turns since something aside had one. */
let turnsAside = 0;
/** Work aside gets one turn in so many, however much else there is. */
const asideEvery = 4;

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

/** Resolves when a piece of work that goes on may do so, one a turn: at once while there is room. */
export const room = (): Promise<void> => {
  if (given || waiting.length > 0 || !hasRoom()) return new Promise((resolve) => waiting.push(resolve));
  given = true;
  return Promise.resolve();
};

/**
 * The same for work that nobody looks at while it is done, such as taking in events: one piece a turn, and after what answers
 * someone.
 */
export const roomAside = (): Promise<void> => {
  if (waitingAside.length > 0 || waiting.length > 0 || startedAt !== null)
    return new Promise((resolve) => {
      waitingAside.push(resolve);
      if (startedAt === null) begin();
    });
  begin();
  return Promise.resolve();
};

const begin = (): void => {
  startedAt = performance.now();
  setImmediate(end);
};

const end = (): void => {
  startedAt = null;
  given = false;
  turnsAside++;
  const aside = waitingAside.length > 0 && (waiting.length === 0 || turnsAside >= asideEvery);
  const next = aside ? waitingAside.shift() : waiting.shift();
  if (aside) turnsAside = 0;
  if (next === undefined) return;
  begin();
  given = true;
  next();
};
