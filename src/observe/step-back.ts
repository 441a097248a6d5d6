import { readdirSync } from "node:fs";
import { getPriority, setPriority } from "node:os";

/** What a thread is there for, and how far it steps back for it, in steps of niceness: each is worth a quarter of its share of a busy core. */
const steps = {
  /** Reads and writes that a request may wait for, but no search. */
  storage: 5,
  /** Nobody waits for it within a second: indices, merges, trainings. */
  background: 10,
} as const;

/**
 * Lets the thread that answers requests go first where threads share a core: else every message to this thread takes the
 * core from a search that is being answered. To be called by the thread itself. Only Linux knows priorities by thread;
 * elsewhere it does nothing.
 */
export const stepBack = (kind: keyof typeof steps): void => {
  if (process.platform !== "linux") return;
  try {
    setPriority(0, Math.min(19, getPriority(0) + steps[kind]));
  } catch {
    // Forbidden here: threads share as equals, as they would without it.
  }
};

/**
 * The same for the threads that the runtime has started beside the one that calls: four of them mark what can be collected while
 * JavaScript goes on, and would take four fifths of a single core for as long as that lasts. To be called by a process's main
 * thread, before it starts others that someone waits for.
 */
export const stepBackHelpers = (): void => {
  if (process.platform !== "linux") return;
  try {
    const niceness = Math.min(19, getPriority(0) + steps.background);
    const helpers = readdirSync("/proc/self/task").filter((thread) => thread !== String(process.pid));
    for (const thread of helpers) setPriority(Number(thread), niceness);
  } catch {
    // As above.
  }
};
