import { WinnowError } from "../domain/errors.ts";
import type { ServingPointer } from "../domain/model.ts";
import type { ModelStore } from "../ports/model-store.ts";
import { decisionOf, plainCheck } from "./decision.ts";
import { type ExpectedFeatures, loadModel } from "./load-model.ts";
import { nothingServing, type Serving, type ServingModel } from "./serving-model.ts";

export interface ServingModels extends AsyncDisposable {
  /** What orders this catalogue's hits now; never throws. */
  of(catalog: string): Serving;
  /** Loads what serves, and watches the pointer from then on. */
  follow(catalog: string): Promise<void>;
  /** Looks at the pointer now. */
  refresh(catalog: string): Promise<void>;
  /** The first stage's order, in this process, until `resume`. */
  suspend(catalog: string, why: string): void;
  resume(catalog: string): void;
}

export interface ServingModelsDeps {
  readonly store: Pick<ModelStore, "pointer" | "find" | "text" | "decide">;
  readonly features: ExpectedFeatures;
  readonly now: () => number;
  /** How often the pointer is looked at; 500 ms unless told. */
  readonly everyMs?: number;
  readonly onTrouble: (catalog: string, message: string) => void;
  readonly load?: typeof loadModel;
}

/** Models kept ready to be rolled back to, per catalogue. */
const KEPT = 5;

interface Followed {
  serving: Serving;
  /** What would serve if nothing were suspended. */
  champion: ServingModel | null;
  canary: Serving["canary"];
  refused: readonly string[];
  suspended: Serving["suspended"];
  /** The revision that was last looked at with success. */
  seen: number;
  readonly ready: Map<string, ServingModel>;
  running: Promise<void> | null;
}

/**
 * The models that serve in this process. A new pointer is seen within `everyMs`; its models are made ready beside the
 * serving ones and take over by one assignment. A model that does not hold is refused with a decision, and what served
 * before goes on serving.
 */
export function openServingModels(deps: ServingModelsDeps): ServingModels {
  const { store, features, now, everyMs = 500, onTrouble, load = loadModel } = deps;
  const catalogs = new Map<string, Followed>();

  const look = async (catalog: string, followed: Followed): Promise<void> => {
    const pointer = await store.pointer(catalog);
    if (pointer.revision === followed.seen) return;
    const ready = async (version: string): Promise<ServingModel> => {
      const known = followed.ready.get(version);
      if (known !== undefined) return known;
      const [record, text] = [await store.find(catalog, version), await store.text(catalog, version)];
      if (record === null || text === null) {
        throw new WinnowError("invalid_model", `The model ${version} is not in the store.`, { where: version });
      }
      if (record.version !== version) {
        throw new WinnowError("invalid_model", `The record of the model ${version} says it is ${record.version}.`, {
          where: version,
        });
      }
      return await load(record, text, features);
    };
    const refused: string[] = [];
    const orElse = async <T>(version: string, fallBack: T): Promise<ServingModel | T> => {
      try {
        const model = await ready(version);
        keep(followed.ready, model);
        return model;
      } catch (error) {
        if (!(error instanceof WinnowError && error.code === "invalid_model")) throw error; // the store: once more soon
        refused.push(version);
        await sayRefused(catalog, pointer, version, followed.champion?.version ?? null, error.message);
        return fallBack;
      }
    };
    const champion = pointer.champion === null ? null : await orElse(pointer.champion, followed.champion);
    const canary = pointer.canary === null ? null : await orElse(pointer.canary.version, null);
    followed.champion = champion;
    followed.canary = canary === null ? null : { model: canary, share: pointer.canary!.share };
    followed.refused = refused;
    followed.seen = pointer.revision;
    swap(followed);
  };

  const sayRefused = async (
    catalog: string,
    pointer: ServingPointer,
    version: string,
    instead: string | null,
    reason: string,
  ): Promise<void> => {
    onTrouble(catalog, `${reason} ${instead ?? "The first stage's order"} goes on serving.`);
    const checks = [plainCheck("model_holds", false, reason)];
    const what = { kind: "fall_back", against: instead, by: "serving", reason, checks, report: {} } as const;
    await store.decide(decisionOf({ catalog, version, atMs: now(), ...what }, [pointer.revision, reason]));
  };

  const refresh = async (catalog: string): Promise<void> => {
    const followed = catalogs.get(catalog);
    if (followed === undefined) return;
    // Who asks during a look wants what was stored after its beginning.
    if (followed.running !== null) await followed.running.catch(() => undefined);
    followed.running ??= look(catalog, followed).finally(() => (followed.running = null));
    await followed.running;
  };
  const refreshOrSay = async (catalog: string): Promise<void> => {
    try {
      await refresh(catalog);
    } catch (error) {
      onTrouble(catalog, `The pointer to the serving model cannot be followed: ${(error as Error).message}`);
    }
  };
  const timer = setInterval(() => {
    for (const [catalog, { running }] of catalogs) if (running === null) void refreshOrSay(catalog);
  }, everyMs).unref();

  const suspend = (catalog: string, suspended: Serving["suspended"]): void => {
    const followed = catalogs.get(catalog);
    if (followed === undefined || (followed.suspended === null) === (suspended === null)) return;
    followed.suspended = suspended;
    swap(followed);
  };

  return {
    of: (catalog) => catalogs.get(catalog)?.serving ?? nothingServing,
    follow: async (catalog) => {
      if (catalogs.has(catalog)) return;
      const [champion, canary, suspended, running] = [null, null, null, null];
      const nothing = { champion, canary, refused: [], suspended, running };
      const followed = { serving: nothingServing, ...nothing, seen: -1, ready: new Map() };
      catalogs.set(catalog, followed);
      await refreshOrSay(catalog);
    },
    refresh,
    suspend: (catalog, why) => suspend(catalog, { why, sinceMs: now() }),
    resume: (catalog) => suspend(catalog, null),
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      const running = [...catalogs.values()].flatMap((followed) =>
        followed.running === null ? [] : [followed.running],
      );
      catalogs.clear();
      await Promise.allSettled(running);
    },
  };
}

function swap(followed: Followed): void {
  const { champion, canary, refused, suspended, seen, serving } = followed;
  const models = suspended === null ? { champion, canary } : { champion: null, canary: null };
  const revision = Math.max(0, seen);
  followed.serving = { revision, generation: serving.generation + 1, ...models, refused, suspended };
}

/** The latest used last. */
function keep(ready: Map<string, ServingModel>, model: ServingModel): void {
  ready.delete(model.version);
  ready.set(model.version, model);
  for (const version of ready.keys()) {
    if (ready.size <= KEPT) return;
    ready.delete(version);
  }
}
