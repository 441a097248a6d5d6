import { dayMs } from "../domain/log-entry.ts";
import type { EventStore } from "../ports/event-store.ts";
import type { ModelStore } from "../ports/model-store.ts";
import { decisionOf } from "../training/decision.ts";
import { movePointer } from "../training/registry.ts";

export interface DemoLessons {
  readonly events: Pick<EventStore, "trim">;
  readonly models: ModelStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Once a shop's own products stand where the demo shop was: no model is left that was learned from invented shoppers, and
 * their searches and events leave the log. Harmless when it is done twice, also by two processes.
 *
 * @throws WinnowError as the stores do
 */
export const forgetDemo = async ({ events, models, now }: DemoLessons, catalog: string): Promise<void> => {
  await movePointer({ store: models }, catalog, ({ revision, champion, canary }) => {
    const version = canary?.version ?? champion;
    if (version === null) return null;
    const reason = "It was learned from the demo shop's shoppers, and the demo shop is gone.";
    const what = { catalog, atMs: now(), kind: "roll_back", version, against: null, by: "import", reason } as const;
    const decision = decisionOf({ ...what, checks: [], report: { kind: "demo_gone" } }, [revision]);
    return { next: { champion: null, canary: null }, decision };
  });
  // Nor can one be rolled back to later.
  for (const { version } of await models.list(catalog)) await models.remove(catalog, version);
  // The simulated day is shorter than the real one, so that some of it is dated ahead.
  await events.trim(catalog, now() + 365 * dayMs);
};
