import { setTimeout as sleep } from "node:timers/promises";
import { type Fault, startFaultProxy } from "../fault-proxy.ts";
import { startScriptedModel } from "../scripted-model.ts";
import { type FaultRow, type Seen, within } from "./row.ts";
import { lamps, openFaultShop, until } from "./shop.ts";

const gone = {
  of: "language model",
  answers: { search: ["200"], product: ["201"], events: ["200"], jobs: ["202"] },
  remark:
    "No search asks it. The job that writes descriptions notes why it waits, and is repeated a minute later, then two, four and eight, before it is dead; what was answered before is not paid again.",
  fast: { slowest: within.soon, usually: within.instantly },
  heals: {
    how: "by itself at the job's next attempt; at once by another job or `winnow jobs retry`",
    within: within.tenSeconds,
  },
} as const satisfies Partial<FaultRow>;

export const languageModelRows: readonly FaultRow[] = [
  {
    ...{ ...gone, id: "language-model-refused", fault: "refused" },
    made: "nobody listens at its address any more",
    run: () => behind([{ kind: "refuse" }]),
  },
  {
    ...{ ...gone, id: "language-model-black-hole", fault: "a black hole" },
    made: "requests are read and never answered (`WINNOW_LLM_TIMEOUT_MS=500`)",
    run: () => behind([{ kind: "black_hole" }]),
  },
  {
    ...{ ...gone, id: "language-model-slow", fault: "slow" },
    made: "answers come 2 s late (`WINNOW_LLM_TIMEOUT_MS=500`)",
    run: () => behind([{ kind: "slow", delayMs: 2000 }]),
  },
  {
    ...{ ...gone, id: "language-model-killed", fault: "killed in mid-answer, and started again" },
    made: "connections are reset after 40 bytes of the answer, then refused",
    run: () => behind([{ kind: "reset", afterBytes: 40 }, { kind: "refuse" }]),
  },
];

/** With enough to be written from. */
const products = lamps(30).map((lamp) => ({
  ...lamp,
  categories: ["Home > Lamps"],
  attributes: { colour: ["black"], material: ["steel"], height: ["40 cm"], bulb: ["E27"] },
}));

/** An embedded shop whose descriptions a scripted model writes, from behind a proxy. */
async function behind(faults: readonly Fault[]): Promise<Seen> {
  await using model = await startScriptedModel(() => ({ say: { description: "A lamp by Vell." } }));
  const { origin } = new URL(model.url);
  await using proxy = await startFaultProxy({ target: origin });
  const environment = { WINNOW_LLM_URL: `${proxy.url}/v1`, WINNOW_LLM_MODEL: "scripted", WINNOW_LLM_TIMEOUT_MS: "500" };
  await using shop = await openFaultShop({ environment, products });
  const written = async () => Object.values(await shop.stores.enrichments.count("products")).reduce((a, b) => a + b, 0);
  await proxy.set(faults[0]!);
  const job = await shop.job("backfill_descriptions", { limit: 3 });
  await until(async () => (await shop.jobState(job)) !== "waiting", 5000, "The job is begun");
  for (const [i, fault] of faults.entries()) {
    if (i > 0) await proxy.set(fault);
    await shop.searches(10);
    await shop.product({
      id: `new-${i}`,
      title: "A torch",
      description: "A torch that has a description of its own, long enough.",
    });
    await shop.event(`event-${i}`);
    await sleep(700);
  }
  const state = await shop.jobState(job);
  const broken = [
    ...(state === "active" || state === "delayed" ? [] : [`the job is ${state}`]),
    ...((await written()) === 0 ? [] : ["something was written while the model was gone"]),
  ];
  const answers = [...shop.noted];
  await proxy.set({ kind: "pass" });
  const from = performance.now();
  await shop.job("backfill_descriptions", { limit: 3 });
  await until(async () => (await written()) >= 3, 20_000, "Descriptions are written");
  return { answers, lost: [], broken, healedMs: performance.now() - from };
}
