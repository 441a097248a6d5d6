import { createHash } from "node:crypto";
import { defaultCatalog } from "../compose.ts";
import { featureSet } from "../../ranking/feature-set.ts";
import { seededRandom } from "../../ranking/metrics/random.ts";
import { aModel } from "../testing/model-builders.ts";
import { type LearningShop, openLearningShop } from "../testing/learning-shop.ts";
import { quickTrainer } from "../testing/quick-trainer.ts";
import { defaultLoopSettings } from "../training/settings.ts";

const agent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0";

it("two shoppers who clicked on different brands see different orders for the same query within a second", async () => {
  const shop = await openLearningShop({
    ...{ products: 600, settings: defaultLoopSettings, exploration: { share: 0 } },
    env: { LIGHTGBM_LIB: "none" },
  });
  await using _closing = shop;
  await serveByBrand(shop);
  const { quietDoor: door, clock, world } = shop;
  const brandOf = (id: string) => world.shelf.items.get(id)!.group.brand;
  const search = (session: string) =>
    door.search({ text: "lamp", user: null, session, agent, page: 1, size: 24, queryId: null });

  const before = await search("one");
  expect(before.model).not.toBeNull();
  const [first, other] = distinct(
    before.hits.map(({ id }) => id),
    brandOf,
  );
  const preferred = new Map([
    ["one", first!],
    ["two", other!],
  ]);
  await clock.advanceTo(clock.now() + 5000);
  const clickedAt = performance.now();
  for (const [session, product] of preferred) {
    const { queryId } = session === "one" ? before : await search(session);
    await clock.advanceTo(clock.now() + 5000);
    const id = `click-${session}`;
    const click = { id, type: "click", timestampMs: clock.now(), user: null, session, queryId, product } as const;
    await door.send([{ ...click, position: null, price: null }], agent);
  }
  const orders = new Map<string, readonly string[]>();
  for (const session of preferred.keys())
    orders.set(
      session,
      (await search(session)).hits.map(({ id }) => id),
    );
  expect(performance.now() - clickedAt).toBeLessThan(1000);
  expect(orders.get("one")).not.toEqual(orders.get("two"));
  for (const [session, product] of preferred) expect(brandOf(orders.get(session)![0]!)).toBe(brandOf(product));
}, 60_000);

/** The first product of each of the brands, in order. */
function distinct(ids: readonly string[], brandOf: (id: string) => unknown): readonly string[] {
  const seen = new Set<unknown>();
  return ids.filter((id) => !seen.has(brandOf(id)) && seen.add(brandOf(id)));
}

/** A model that has learned one thing: that shoppers stay with a brand. */
async function serveByBrand({ stores, running }: LearningShop): Promise<void> {
  const { names, hash } = featureSet;
  const columns = names.length;
  const random = seededRandom(1);
  const values = Float32Array.from({ length: 600 * columns }, () => random());
  const brand = names.indexOf("session.brand");
  const labels = Float32Array.from({ length: 600 }, (_, row) => values[row * columns + brand]!);
  const trainer = quickTrainer(20);
  const fit = { values, labels, columns, weights: null, groups: Int32Array.of(600), positions: null };
  const params = { objective: "regression", num_leaves: 16 };
  const run = { signal: new AbortController().signal, onProgress: () => undefined };
  const { text } = await trainer.train({ names, fit, stop: null, params, patience: 1 }, run);
  const some = values.slice(0, 20 * columns);
  await stores.models.save(
    aModel({
      ...{ version: "m-brand", catalog: defaultCatalog, featureSet: hash },
      sha256: createHash("sha256").update(text).digest("hex"),
      samples: { columns, values: [...some], scores: [...(await trainer.score(text, some, columns))] },
    }),
    text,
  );
  await stores.models.point(defaultCatalog, { revision: 1, champion: "m-brand", canary: null });
  await running.learning.serving.refresh(defaultCatalog);
}
