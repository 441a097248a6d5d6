import { WinnowError } from "../domain/errors.ts";
import type { ModelStore } from "../ports/model-store.ts";

export interface LeaseDeps {
  readonly store: Pick<ModelStore, "lease" | "release">;
  /** Drawn once a process. */
  readonly owner: string;
  readonly leaseMs: number;
  /** Of the wall: leases are shared with other processes. */
  readonly now: () => number;
}

/**
 * Works while it holds the lease, renews it, and stops the work when it is lost.
 *
 * @returns null when another one has it
 * @throws WinnowError `conflict` when it was lost on the way: this process stood still for too long
 */
export async function withLease<T>(
  { store, owner, leaseMs, now }: LeaseDeps,
  name: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | null> {
  if (!(await store.lease(name, owner, leaseMs, now()))) return null;
  const lost = new AbortController();
  const renew = async (): Promise<void> => {
    // A store that does not answer is asked again: the lease outlives two misses.
    const held = await store.lease(name, owner, leaseMs, now()).catch(() => true);
    if (!held) lost.abort(new WinnowError("conflict", `The lease ${name} was lost to another process.`));
  };
  const timer = setInterval(() => void renew(), leaseMs / 3).unref();
  try {
    return await work(AbortSignal.any([signal, lost.signal]));
  } finally {
    clearInterval(timer);
    await store.release(name, owner);
  }
}
