import { WinnowError } from "../domain/errors.ts";
import type { Decision, ModelStatus, ServingPointer } from "../domain/model.ts";
import type { ModelStore } from "../ports/model-store.ts";
import { decisionOf } from "./decision.ts";

export interface RegistryDeps {
  readonly store: ModelStore;
  readonly now: () => number;
}

/**
 * Moves the pointer, with the decision that says why stored before: whoever is killed in between leaves the pointer
 * whole and a reason too many, never a change without one.
 *
 * @param change null when there is nothing to do any more
 * @returns the pointer as it stands now, null when nothing was done
 */
export async function movePointer(
  { store }: Pick<RegistryDeps, "store">,
  catalog: string,
  change: (
    now: ServingPointer,
  ) => { readonly next: Omit<ServingPointer, "revision">; readonly decision: Decision } | null,
): Promise<{ readonly pointer: ServingPointer; readonly decision: Decision } | null> {
  for (;;) {
    const before = await store.pointer(catalog);
    const wanted = change(before);
    if (wanted === null) return null;
    const pointer = { revision: before.revision + 1, ...wanted.next };
    await store.decide(wanted.decision);
    if (!(await store.point(catalog, pointer))) continue; // someone else was faster: look again
    await reconcile(store, catalog);
    return { pointer, decision: wanted.decision };
  }
}

/** Statuses as the pointer has them; also repairs what a killed process has left behind. */
export async function reconcile(store: ModelStore, catalog: string): Promise<void> {
  const { champion, canary } = await store.pointer(catalog);
  for (const { version, status } of await store.list(catalog)) {
    const wanted = statusOf(status, version === champion, version === canary?.version);
    if (wanted !== status) await store.setStatus(catalog, version, wanted);
  }
}

function statusOf(status: ModelStatus, champion: boolean, canary: boolean): ModelStatus {
  if (champion) return "champion";
  if (canary) return "canary";
  if (status === "champion") return "retired";
  return status === "canary" ? "refused" : status;
}

/** Lets a model serve everyone at once, on a person's word. @throws WinnowError `not_found`, `conflict` */
export async function promoteByHand(
  { store, now }: RegistryDeps,
  catalog: string,
  version: string,
  by: string,
): Promise<Decision> {
  if ((await store.find(catalog, version)) === null) {
    throw new WinnowError("not_found", `There is no model ${version} in ${catalog}.`, {
      where: version,
      hint: "winnow models list",
    });
  }
  const moved = await movePointer({ store }, catalog, ({ revision, champion }) => {
    if (champion === version) return null;
    const reason = "Promoted by hand, without the gate.";
    const what = { catalog, atMs: now(), kind: "promote", version, against: champion, by, reason } as const;
    const decision = decisionOf({ ...what, checks: [], report: { kind: "by_hand" } }, [revision]);
    return { next: { champion: version, canary: null }, decision };
  });
  if (moved === null) throw new WinnowError("conflict", `${version} serves everyone already.`, { where: version });
  return moved.decision;
}

/**
 * Takes back what changed last: the canary, else the champion, for the champion before it or the first stage's order.
 *
 * @throws WinnowError `conflict` when the first stage's order serves
 */
export async function rollBack(
  { store, now }: RegistryDeps,
  catalog: string,
  by: string,
  reason = "Rolled back by hand.",
): Promise<Decision> {
  const earlier = await championsBefore(store, catalog);
  const moved = await movePointer({ store }, catalog, ({ revision, champion, canary }) => {
    const version = canary?.version ?? champion;
    if (version === null) return null;
    const instead = canary === null ? (earlier.find((one) => one !== champion) ?? null) : champion;
    const words = `${reason} ${instead ?? "The text order"} serves instead.`;
    const what = { catalog, atMs: now(), kind: "roll_back", version, against: instead, by, reason: words } as const;
    const decision = decisionOf({ ...what, checks: [], report: { kind: "by_hand" } }, [revision]);
    return { next: { champion: instead, canary: null }, decision };
  });
  if (moved === null) {
    throw new WinnowError("conflict", "No model serves: there is nothing to roll back.", { where: catalog });
  }
  return moved.decision;
}

/** Versions that served everyone and are still stored, the latest first; one that was rolled back is not among them. */
async function championsBefore(store: ModelStore, catalog: string): Promise<readonly string[]> {
  const served = (await store.list(catalog)).filter(({ status }) => status === "retired" || status === "champion");
  const stored = new Set(served.map(({ version }) => version));
  const rolledBack = new Set<string>();
  const champions: string[] = [];
  for (const { kind, version } of await store.decisions(catalog, 1000)) {
    if (kind === "roll_back") rolledBack.add(version);
    else if (kind === "promote" && stored.has(version) && !rolledBack.has(version)) champions.push(version);
  }
  return champions;
}

/** Forgets the oldest models beyond `kept` retired and as many refused ones; decisions stay. */
export async function prune(store: ModelStore, catalog: string, kept: number): Promise<void> {
  const serving = await store.pointer(catalog);
  const inUse = new Set([serving.champion, serving.canary?.version]);
  const models = (await store.list(catalog)).filter(({ version }) => !inUse.has(version));
  const retired = models.filter(({ status }) => status === "retired");
  const others = models.filter(({ status }) => status !== "retired");
  for (const { version } of [...retired.slice(kept), ...others.slice(kept)]) await store.remove(catalog, version);
}
