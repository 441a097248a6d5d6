import type { RetrievalPlan, Retrieved } from "../../domain/retrieval.ts";
import { ServerError } from "./errors.ts";
import { createLastGood } from "./last-good.ts";

const planOf = (catalog: string) => ({ catalog }) as RetrievalPlan;
const answerOf = (total: number, degraded: readonly string[] = []): Retrieved => ({
  candidates: [],
  total,
  facets: [],
  source: () => "",
  facts: () => {
    throw new Error("There are no candidates.");
  },
  degraded,
});
const good = (total: number) => () => Promise.resolve(answerOf(total));
const fails = (code: "engine_unavailable" | "storage_failed") => () =>
  Promise.reject(new ServerError(code, "gone", { status: 0, type: "" }));

it("answers known queries as before while the server is gone, and says so", async () => {
  const { answer } = createLastGood(1000);
  await answer(planOf("a"), good(1));
  await answer(planOf("a"), good(2));
  expect(await answer(planOf("a"), fails("engine_unavailable"))).toMatchObject({
    total: 2,
    degraded: ["engine_unavailable"],
  });
  await expect(answer(planOf("b"), fails("engine_unavailable"))).rejects.toThrow("gone");
});

it("keeps nothing that was not whole, and hides no other errors", async () => {
  const { answer } = createLastGood(1000);
  await answer(planOf("a"), () => Promise.resolve(answerOf(1, ["timed_out"])));
  await expect(answer(planOf("a"), fails("engine_unavailable"))).rejects.toThrow("gone");
  await answer(planOf("a"), good(1));
  await expect(answer(planOf("a"), fails("storage_failed"))).rejects.toThrow("gone");
});

it("keeps nothing when told to", async () => {
  const { answer } = createLastGood(0);
  await answer(planOf("a"), good(1));
  await expect(answer(planOf("a"), fails("engine_unavailable"))).rejects.toThrow("gone");
});
