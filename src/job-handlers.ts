import { setTimeout as sleep } from "node:timers/promises";
import { backfillJob, type BackfillJobDeps } from "./backfill-job.ts";
import type { Behaviour } from "./bind-behaviour.ts";
import type { Config } from "./config/config.ts";
import { WinnowError } from "./domain/errors.ts";
import { trimLogs } from "./events/retention.ts";
import type { JobHandlers, JobRun } from "./jobs/worker.ts";
import type { Stores } from "./open-engine.ts";
import { type MineQueries, suggestionsJob } from "./suggestions-job.ts";
import { type Mine, synonymsJob } from "./synonyms-job.ts";
import { anotherTrains, type Loop } from "./training/loop.ts";

export interface JobHandlerDeps {
  readonly stores: Pick<Stores, "products" | "events" | "counters" | "sessions"> & BackfillJobDeps["stores"];
  readonly config: BackfillJobDeps["config"] & Pick<Config, "synonymsAuto">;
  readonly mine: Mine;
  readonly findNow: BackfillJobDeps["findNow"];
  readonly mineSuggestions: MineQueries;
  readonly behaviour: Pick<Behaviour, "folder" | "impressions" | "erasedBytes">;
  readonly loop: Pick<Loop, "train" | "judgeCanary" | "status">;
  readonly retentionDays: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Is told of each training that has ended, by the job that did it. */
  readonly onTrained: (job: string) => void;
}

/** What the jobs of this program do: its use cases, each safe to be done twice. */
export const jobHandlers = (deps: JobHandlerDeps): JobHandlers => {
  const { stores, behaviour, loop, retentionDays, now, onTrained } = deps;
  /** One after the other, told as progress. */
  const each = async (catalogs: readonly string[], run: JobRun, work: (catalog: string) => Promise<void>) => {
    for (const [i, catalog] of catalogs.entries()) {
      run.signal.throwIfAborted();
      run.progress(i, catalogs.length, catalog);
      await work(catalog);
    }
    run.progress(catalogs.length, catalogs.length, "done");
  };
  const named = async (catalog: string | undefined): Promise<readonly string[]> => {
    const all = (await stores.products.catalogs()).map(({ name }) => name);
    if (catalog === undefined || all.includes(catalog)) return catalog === undefined ? all : [catalog];
    throw new WinnowError("catalog_not_found", `There is no catalogue ${catalog}.`, { where: "payload.catalog" });
  };

  return {
    fold_events: async ({ catalog }, run) => {
      const sequences: Record<string, number> = {};
      await each(await named(catalog), run, async (one) => {
        await behaviour.folder.catchUp(one);
        sequences[one] = await stores.counters.sequence(one);
      });
      return { counted_up_to: sequences };
    },

    retrain: async ({ catalog, if_new, by }, run) => {
      const outcomes: Record<string, string> = {};
      try {
        for (const one of await named(catalog)) {
          run.signal.throwIfAborted();
          const isNew = !if_new || (await loop.status(one)).since.judgedSearches > 0;
          const says = isNew ? await train(loop, one, by, run) : "Nothing came of searches since the last training.";
          run.log(`${one}: ${says}`);
          outcomes[one] = says;
        }
        run.progress(1, 1, "decided");
        return { outcomes };
      } finally {
        onTrained(run.id);
      }
    },

    judge_canary: async ({ catalog }, run) => {
      const decisions: Record<string, string> = {};
      await each(await named(catalog), run, async (one) => {
        const decision = await loop.judgeCanary(one);
        if (decision !== null) decisions[one] = `${decision.kind} ${decision.version}: ${decision.reason}`;
      });
      return { decisions };
    },

    reindex: async ({ catalog }, run) => {
      await named(catalog);
      run.progress(0, 1, "the index is to be built anew");
      const { products, mappingVersion } = await stores.products.rebuildCatalog(catalog);
      run.log(`${catalog}: every index is built anew, as version ${mappingVersion}; searches go on by the old one.`);
      run.progress(1, 1, "begun");
      return { products, version: mappingVersion };
    },

    retention: async (_, run) => {
      const removed = await trimLogs(
        { store: stores.events, days: retentionDays, now },
        run.signal,
        (one, n, i, of) => {
          run.progress(i, of, one);
          if (n > 0) run.log(`${one}: ${n} searches and events are past their ${retentionDays} days and were removed.`);
        },
      );
      return { removed };
    },

    erasure: async (_, run) => {
      const uncleared = await behaviour.erasedBytes.pending();
      let finished = 0;
      let waiting = 0;
      await each(await stores.events.catalogs(), run, async (one) => {
        const asked = await stores.events.erasures(one);
        if (asked.length === 0) return;
        await behaviour.folder.catchUp(one);
        // Whoever folded it may have died before the entries were gone.
        const folded = await stores.counters.sequence(one);
        for (const erasure of await stores.events.erasures(one))
          if (erasure.sequence <= folded) await stores.events.erase(one, erasure);
        const left = (await stores.events.erasures(one)).length;
        finished += asked.length - left;
        waiting += left;
        run.log(`${one}: ${asked.length - left} shoppers are forgotten, ${left} wait for the next count.`);
      });
      if (uncleared === null || waiting > 0) return { finished };
      run.progress(1, 2, "disks are cleared of what was erased");
      const staysOnDisk = await behaviour.erasedBytes.clear(uncleared, run.signal);
      for (const one of staysOnDisk) run.log(one);
      if (staysOnDisk.length === 0) run.log("No disk holds anything any more of who was forgotten.");
      run.progress(2, 2, "done");
      return { finished, stays_on_disk: staysOnDisk };
    },

    backfill_descriptions: backfillJob({ ...deps, now }),
    backfill_synonyms: synonymsJob({ products: stores.products, mine: deps.mine, auto: deps.config.synonymsAuto }),
    mine_suggestions: suggestionsJob(named, deps.mineSuggestions),
  };
};

/** The lease of one that died is waited for. @returns what it came to */
const train = async (loop: JobHandlerDeps["loop"], catalog: string, by: string, run: JobRun): Promise<string> => {
  for (;;) {
    const { says } = await loop.train(catalog, {
      by,
      signal: run.signal,
      onProgress: ({ phase, done, total }) => run.progress(Math.round(done), Math.round(total), `${catalog}: ${phase}`),
    });
    if (says !== anotherTrains) return says;
    run.progress(0, 1, `${catalog}: another process trains, or died while it did`);
    await sleep(2000, undefined, { signal: run.signal });
  }
};
