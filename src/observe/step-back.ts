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
