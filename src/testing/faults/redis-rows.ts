import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type FaultProxy, startFaultProxy } from "../fault-proxy.ts";
import { type RedisProcess, startRedisProcess } from "../redis-process.ts";
import { letServe, makeModel } from "./make-model.ts";
import { redisDiskFull } from "./redis-disk.ts";
import { type FaultRow, type Seen, within } from "./row.ts";
import { type FaultShop, isWhole, openFaultShop, until } from "./shop.ts";
import { uncounted } from "./uncounted.ts";

const budgetMs = 50;
const gone = {
  of: "redis",
  needs: "redis",
  answers: {
    // Whole as long as what is known is fresh, and again when the watchdog has put the model aside.
    search: ["200", "200 [feature_state]"],
    events: ["200"],
    jobs: ["200", "202", "503 engine_unavailable"],
  },
  remark: "The order by words where the counters cannot be read; events are durable in the log and counted afterwards.",
  fast: { slowest: within.soon, usually: within.instantly },
  heals: {
    how: "by itself: counted on from where the counters are, then the learned order",
    within: within.tenSeconds,
  },
} as const satisfies Partial<FaultRow>;

export const redisRows: readonly FaultRow[] = [
  {
    ...{ ...gone, id: "redis-refused", fault: "refused" },
    made: "nobody listens at its address any more; open connections are reset",
    run: () => broken({ begin: ({ proxy }) => proxy.set({ kind: "refuse" }), end: pass }),
  },
  {
    ...{ ...gone, id: "redis-black-hole", fault: "a black hole" },
    made: "connections are taken and commands read, and nothing ever comes back",
    run: () => broken({ begin: ({ proxy }) => proxy.set({ kind: "black_hole" }), end: pass }),
  },
  {
    ...{ ...gone, id: "redis-slow", fault: "slow" },
    made: "each answer comes 2 s late",
    run: () => broken({ begin: ({ proxy }) => proxy.set({ kind: "slow", delayMs: 2000 }), end: pass }),
  },
  {
    ...{ ...gone, id: "redis-frozen", fault: "frozen" },
    made: "SIGSTOP; healed by SIGCONT",
    run: () => broken({ begin: ({ redis }) => redis.freeze(), end: ({ redis }) => redis.thaw() }),
  },
  {
    ...{ ...gone, id: "redis-killed", fault: "killed, and started again" },
    made: "SIGKILL; started again on its append-only file (`appendfsync everysec`)",
    run: () => broken({ begin: ({ redis }) => redis.crash(), end: ({ redis }) => redis.start() }),
  },
  {
    ...{ ...gone, id: "redis-disk-full", fault: "its disk is full", needs: ["redis", "mount"] },
    made: "its append-only file on a file system of 8 MB, filled to the last byte; then killed and started on what it has written",
    answers: { ...gone.answers, jobs: ["200", "202", "507 storage_full"] },
    remark:
      "What Redis knows is read on, writes to it are refused (`MISCONF`): events are durable in the log and counted afterwards; jobs that are asked for are refused, and say whose disk it is.",
    heals: { how: "free some room: Redis takes writes again within a second", within: within.tenSeconds },
    run: redisDiskFull,
  },
];

interface Means {
  readonly redis: RedisProcess;
  readonly proxy: FaultProxy;
}
interface Breaking {
  readonly begin: (means: Means) => Promise<void> | void;
  readonly end: (means: Means) => Promise<void> | void;
}

const pass = ({ proxy }: Means) => proxy.set({ kind: "pass" });

async function broken({ begin, end }: Breaking): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), "winnow-redis-"));
  await using redis = await startRedisProcess(folder);
  await using proxy = await startFaultProxy({ target: redis.url.replace("redis:", "http:") });
  const environment = {
    REDIS_URL: proxy.url.replace("http:", "redis:"),
    WINNOW_RESCORE_BUDGET_MS: String(budgetMs),
    WINNOW_LLM_URL: "",
  };
  try {
    await using shop = await openFaultShop({ environment });
    await letServe(shop.stores.models, await makeModel(1));
    await until(() => isHealed(shop), 10_000, "The learned order serves before the fault");
    const events = Array.from({ length: 12 }, (_, i) => `event-${i}`);
    for (const id of events.slice(0, 4)) await shop.event(id);
    await shop.job("fold_events");
    shop.forget();

    await begin({ redis, proxy });
    await sleep(300); // what was read just before is no longer fresh
    for (const id of events.slice(4)) {
      await shop.searches(5);
      await shop.event(id);
    }
    await shop.job("fold_events");
    await shop.job("fold_events");
    const answers = [...shop.noted];
    await end({ redis, proxy });
    const healedMs = await until(() => isHealed(shop), 30_000, "Searches are whole again");
    return { answers, lost: await uncounted(shop, events), broken: tooSlow(shop, answers), healedMs };
  } finally {
    redis.thaw();
    await rm(folder, { recursive: true, force: true });
  }
}

const isHealed = async (shop: FaultShop): Promise<boolean> =>
  (await isWhole(shop)) && (await shop.job("fold_events")).status < 300;

/** What events and job routes may take: they do not wait for what is gone for longer than for a while. */
const tooSlow = (_: FaultShop, answers: Seen["answers"]): readonly string[] =>
  answers
    .filter(({ asked, ms }) => asked !== "search" && ms > 2500)
    .map(({ asked, ms }) => `${asked} took ${Math.round(ms)} ms`);
