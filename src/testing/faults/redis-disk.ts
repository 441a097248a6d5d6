import { letServe, makeModel } from "./make-model.ts";
import { startRedisProcess } from "../redis-process.ts";
import type { Seen } from "./row.ts";
import { isWhole, openFaultShop, until } from "./shop.ts";
import { mountSmallDisk } from "./small-disk.ts";
import { uncounted } from "./uncounted.ts";

/** The disk of Redis's append-only file is full, until room is made; then Redis is killed and started on what it has written. */
export async function redisDiskFull(): Promise<Seen> {
  await using disk = await mountSmallDisk(8 * 1024);
  await using redis = await startRedisProcess(disk.folder);
  await using shop = await openFaultShop({ environment: { REDIS_URL: redis.url, WINNOW_LLM_URL: "" } });
  await letServe(shop.stores.models, await makeModel(1));
  await until(() => isWhole(shop), 10_000, "The learned order serves before the fault");
  const events: string[] = [];
  const tell = async (id: string): Promise<void> => {
    if ((await shop.event(id)).body.accepted === 1) events.push(id);
  };
  for (let i = 0; i < 4; i++) await tell(`before-${i}`);
  await shop.job("fold_events");
  shop.forget();

  disk.fill();
  // The file's last page has room for some more.
  let refused = 0;
  for (let i = 0; i < 200 && refused < 4; i++) {
    await tell(`during-${i}`);
    await shop.searches(2);
    if ((await shop.job("fold_events")).status === 507) refused++;
  }
  await shop.searches(10);
  const answers = [...shop.noted];
  const broken = refused > 0 ? [] : ["no job met the full disk"];

  disk.free();
  const isHealed = async () => (await isWhole(shop)) && (await shop.job("fold_events")).status < 300;
  const healedMs = await until(isHealed, 30_000, "Searches are whole and jobs are taken again");
  await tell("after");
  const lost = [...(await uncounted(shop, events))];
  await redis.crash();
  await redis.start();
  await until(() => isWhole(shop), 10_000, "Searches are whole after a restart of Redis");
  lost.push(...(await uncounted(shop, events)).map((each) => `${each}, after a restart of Redis`));
  return { answers, lost, broken, healedMs, note: `${events.length} events were acknowledged` };
}
