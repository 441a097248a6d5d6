import { type Fault, startFaultProxy } from "../fault-proxy.ts";
import { elasticsearchUrl } from "../live-elasticsearch.ts";
import { elasticsearchKilled } from "./elasticsearch-killed.ts";
import { letServe, makeModel } from "./make-model.ts";
import { onElasticsearch } from "./on-elasticsearch.ts";
import { twoAndTwo } from "./process-rows.ts";
import { type FaultRow, type Scale, type Seen, within } from "./row.ts";
import { isWhole, openFaultShop, until } from "./shop.ts";
import { uncounted } from "./uncounted.ts";

const refusedFast = "503 engine_unavailable";
const late = "503 deadline_exceeded";
const gone = {
  of: "elasticsearch",
  needs: "elasticsearch",
  // The first is a query that was answered before: its answer is kept for 15 minutes.
  answers: {
    search: ["200 [engine_unavailable]", refusedFast, late],
    product: [refusedFast, late],
    events: [refusedFast, late],
    // Keys are looked up in the store.
    jobs: ["200", "202", refusedFast, late],
  },
  remark: "Known queries are answered from memory. Writes and events are refused, which their senders repeat.",
  heals: {
    how: "by itself: the breaker tries every half second at first, then up to five seconds apart",
    within: within.tenSeconds,
  },
} as const satisfies Partial<FaultRow>;

export const elasticsearchRows: readonly FaultRow[] = [
  {
    ...{ ...gone, id: "elasticsearch-refused", fault: "refused" },
    made: "nobody listens at its address any more; open connections are reset",
    fast: { slowest: within.soon, usually: within.instantly },
    run: () => behind({ kind: "refuse" }),
  },
  {
    ...{ ...gone, id: "elasticsearch-black-hole", fault: "a black hole" },
    made: "connections are taken and requests read, and nothing ever comes back",
    fast: { slowest: within.deadline, usually: within.instantly },
    run: () => behind({ kind: "black_hole" }),
  },
  {
    ...{ ...gone, id: "elasticsearch-slow", fault: "slow" },
    made: "each answer comes 2 s late",
    answers: { ...gone.answers, product: ["201", late, refusedFast], events: ["200", late, refusedFast] },
    remark:
      "The first five searches wait for their deadline, the others are refused at once though small questions are answered.",
    fast: { slowest: within.deadline, usually: within.instantly },
    run: () => behind({ kind: "slow", delayMs: 2000 }),
  },
  {
    ...{ ...gone, id: "elasticsearch-killed", needs: "own elasticsearch", isLong: true },
    fault: "killed, and started again",
    made: "SIGKILL under searches, writes and events; started again on its data after 6 s",
    answers: {
      search: ["200", ...gone.answers.search],
      product: ["201", ...gone.answers.product],
      events: ["200", ...gone.answers.events],
    },
    fast: { slowest: within.threeSeconds, usually: within.instantly },
    heals: {
      how: `${gone.heals.how}; the first answers of a server that was just started are slow, and the learned order follows the searches`,
      within: within.halfMinute,
    },
    run: elasticsearchKilled,
  },
  {
    ...{ id: "two-and-two-elasticsearch", of: "processes", needs: "elasticsearch" },
    fault: "two servers and two workers on Elasticsearch and Redis",
    made: "four processes; each event is told to both servers at once; then one server and one worker are killed",
    answers: { search: ["200"], product: ["201"], events: ["200"], jobs: ["200", "202"] },
    remark:
      "What one takes the other finds; a model that one promotes serves in both; the other server notices nothing.",
    fast: { slowest: within.threeSeconds, usually: within.soon },
    heals: { how: "the other worker takes over what the killed one had begun", within: within.halfMinute },
    run: several,
  },
];

async function several(_: Scale): Promise<Seen> {
  return await onElasticsearch(elasticsearchUrl(), (environment) =>
    twoAndTwo({ ...environment, WINNOW_SEARCH_DEADLINE_MS: "5000", WINNOW_RESCORE_BUDGET_MS: "500" }),
  );
}

/** A shop on Elasticsearch behind a proxy, asked before, while and after the fault is there. */
async function behind(fault: Fault): Promise<Seen> {
  await using proxy = await startFaultProxy({ target: elasticsearchUrl() });
  return await onElasticsearch(proxy.url, async (environment) => {
    await using shop = await openFaultShop({ environment });
    await letServe(shop.stores.models, await makeModel(1));
    await until(() => isWhole(shop), 20_000, "The learned order serves before the fault");
    await shop.search("lamp");
    const events: string[] = [];
    const told = async (id: string): Promise<void> => {
      const { body } = await shop.event(id);
      if (body.accepted === 1 || body.duplicates === 1) events.push(id);
    };
    await told("before");
    shop.forget();
    await proxy.set(fault);
    await shop.searches(6);
    const [product, job] = [shop.product({ id: "during", title: "A torch" }), shop.job("fold_events")];
    const telling = told("during");
    await shop.searches(6);
    const known = await shop.search("lamp");
    await Promise.all([product, job, telling]);
    await shop.searches(6);
    const answers = [...shop.noted];
    await proxy.set({ kind: "pass" });
    const healedMs = await until(() => isWhole(shop), 30_000, "Searches are whole again");
    await told("during"); // as a shop does
    const lost = [...(await uncounted(shop, [...new Set(events)]))];
    if ((await product).status < 300 && (await shop.ask("/v1/products/during")).status !== 200)
      lost.push("product during");
    const isKnown = known.says.startsWith("200") || fault.kind === "slow";
    return { answers, lost, broken: isKnown ? [] : [`a query that was answered before got ${known.says}`], healedMs };
  });
}
