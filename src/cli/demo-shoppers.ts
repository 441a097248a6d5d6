import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Decision, ServingPointer } from "../domain/model.ts";
import type { GenerateOptions } from "../simulation/generate-products.ts";
import type { Counts } from "../simulation/shoppers/diary.ts";
import { decisionLine, type LoopProgress, openScreen, progressLine } from "./demo-screen.ts";
import type { Pace, ShoppersNews, ShoppersWork } from "./demo-shoppers-worker.ts";

export interface DemoShoppers {
  readonly url: string;
  readonly shop: GenerateOptions;
  /** How far the loop is. */
  readonly progress: () => Promise<LoopProgress>;
  readonly pointer: () => Promise<ServingPointer>;
  /** Newest first. */
  readonly decisions: () => Promise<readonly Decision[]>;
  /** Whether the demo's products are still there: shoppers leave when an import has replaced them… */
  readonly stands: () => Promise<boolean>;
  /** …and this is done when they have left. */
  readonly onGone: () => Promise<void>;
  readonly out: { isTTY?: boolean; columns?: number; write(text: string): unknown };
}

/** Sessions a second: many until a model serves, then a few so that the console has something to show. */
const busy = 50;
const trickle = 0.2;
/** The first promotion usually comes within a few minutes; the log is not filled without end for one that does not. */
const patienceMs = 10 * 60_000;
const trickleMs = 30 * 60_000;
const lookMs = 250;

/**
 * Lets shoppers into the demo shop, in a thread of their own, until a model is promoted from what they did, and tells
 * the screen how far that is.
 *
 * @returns what stops them at once
 */
export function startDemoShoppers(demo: DemoShoppers): () => Promise<void> {
  const startedAt = Date.now();
  const screen = openScreen(demo.out);
  const work: ShoppersWork = { url: demo.url, shop: demo.shop, seed: Math.floor(startedAt / 1000) % 2 ** 31 };
  const worker = new Worker(new URL("./demo-shoppers-worker.js", import.meta.url), { workerData: work });
  const stopped = new AbortController();
  let counts: Readonly<Counts> | null = null;
  let failure: string | null = null;
  const pace = (perSecond: number) => worker.postMessage({ perSecond } satisfies Pace);

  worker.on("message", (news: ShoppersNews) => {
    if (news.kind === "counts") counts = news.counts;
    else failure = news.message;
  });
  worker.on("error", (error) => (failure = error.message));
  // The demo's shoppers keep no program alive that has nothing else to do.
  worker.unref();

  const follow = async (): Promise<void> => {
    const before = new Set((await demo.decisions()).map(({ id }) => id));
    let said = 0;
    pace(busy);
    while (Date.now() - startedAt < patienceMs) {
      await sleep(500, undefined, { signal: stopped.signal, ref: false });
      const all = await demo.decisions();
      for (const decision of all.filter(({ id }) => !before.has(id)).reverse()) {
        before.add(decision.id);
        screen.print(
          decisionLine(
            decision,
            all.filter(({ version }) => version === decision.version),
          ),
        );
      }
      if ((await demo.pointer()).champion !== null) break;
      if (counts === null) continue;
      const line = progressLine(counts, await demo.progress());
      screen.show(line);
      if (demo.out.isTTY !== true && counts.sessions >= said + 500) {
        said = counts.sessions;
        screen.print(line);
      }
    }
    screen.clear();
    if ((await demo.pointer()).champion === null) screen.print(withoutModel(failure));
    pace(trickle);
    await sleep(trickleMs, undefined, { signal: stopped.signal, ref: false });
    pace(0);
  };

  const following = follow().catch((error: unknown) => {
    if (!stopped.signal.aborted) screen.print(`  Shoppers     stopped: ${(error as Error).message}`);
  });
  const leave = async () => {
    stopped.abort();
    screen.clear();
    await worker.terminate();
    await following;
  };
  const watch = async (): Promise<void> => {
    while (await demo.stands()) await sleep(lookMs, undefined, { signal: stopped.signal, ref: false });
    await leave();
    await demo.onGone();
    screen.print(
      "  Shoppers     gone with the demo shop, and what was learned from them: from now on it is your shop's",
    );
  };
  watch().catch((error: unknown) => {
    if (!stopped.signal.aborted) screen.print(`  Shoppers     are not watched: ${(error as Error).message}`);
  });
  return leave;
}

const withoutModel = (failure: string | null): string =>
  `  Learning     no model was promoted in ${patienceMs / 60_000} minutes; the first stage's order goes on. ` +
  (failure === null ? `"winnow models" says why.` : `The shoppers last met: ${failure}`);
