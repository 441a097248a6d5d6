import { setTimeout as sleep } from "node:timers/promises";
import { shopEvent } from "../../ports/behaviour-builders.contract.ts";
import { startElasticsearchProcess } from "../elasticsearch-process.ts";
import type { Answered } from "./customer.ts";
import { letServe, makeModel } from "./make-model.ts";
import { onElasticsearch } from "./on-elasticsearch.ts";
import type { Seen } from "./row.ts";
import { type FaultShop, isWhole, lamps, openFaultShop, until } from "./shop.ts";
import { uncounted } from "./uncounted.ts";

const searched = 500;

/** Searched, written to and told of events without a pause while its Elasticsearch is killed, gone for 6 s and started again. */
export async function elasticsearchKilled(): Promise<Seen> {
  await using server = await startElasticsearchProcess();
  return await onElasticsearch(
    server.url,
    async (environment) => {
      await using shop = await openFaultShop({ environment, products: lamps(searched) });
      await letServe(shop.stores.models, await makeModel(1));
      await until(() => isWhole(shop), 20_000, "The learned order serves before the fault");
      await shop.search("lamp");
      shop.forget();
      const load = startLoad(shop);
      await until(() => load.products.length >= 20 && load.searches.length >= 20, 30_000, "The load is on");
      await server.crash();
      const killedAtMs = performance.now();
      await sleep(3000);
      const known = await shop.search("lamp");
      await sleep(3000);
      await server.start();
      const backAtMs = performance.now();
      const healedMs = await until(() => isWhole(shop), 30_000, "Searches are whole again");
      await sleep(2000);
      await load.end();
      const answers = [...shop.noted];
      const gone = load.searches.filter(({ status }) => status !== 200);
      const fast = gone.filter(({ ms }) => ms < 100).length;
      const broken = [
        ...(gone.length > 10 ? [] : [`only ${gone.length} searches met the fault`]),
        // The others are those that were on their way, and those that try whether it is back.
        ...(fast > gone.length * 0.8 ? [] : [`${fast} of ${gone.length} failed searches failed within 100 ms`]),
        ...(known.says.startsWith("200") ? [] : [`a query that was answered before got ${known.says}`]),
      ];
      const lost = [...(await unread(shop, load.products)), ...(await uncounted(shop, load.events)), ...(await misplaced(shop, load.placed))]; // prettier-ignore
      const told = `${load.products.length} products and ${load.events.length + load.placed.size} events were acknowledged`;
      const down = `it was away for ${Math.round((backAtMs - killedAtMs) / 1000)} s`;
      return { answers, lost, broken, healedMs, note: `${down}; ${told}` };
    },
    server.url,
  );
}

interface Load {
  readonly searches: readonly Answered[];
  /** Acknowledged. */
  readonly products: readonly string[];
  /** Told over HTTP and acknowledged, once or as known. */
  readonly events: readonly string[];
  /** Told to the log itself, with the places in it that were acknowledged. */
  readonly placed: ReadonlyMap<string, number>;
  end(): Promise<void>;
}

function startLoad(shop: FaultShop): Load {
  const searches: Answered[] = [];
  const products: string[] = [];
  const events: string[] = [];
  const placed = new Map<string, number>();
  let isOn = true;
  const searching = async (first: number): Promise<void> => {
    for (let i = first; isOn; i++) {
      searches.push(await shop.search(`desk lamp ${i % searched}`));
      await sleep(10);
    }
  };
  const writing = async (): Promise<void> => {
    for (let i = 0; isOn; i++) {
      if ((await shop.product({ id: `new${i}`, title: `Torch ${i}` })).status === 201) products.push(`new${i}`);
      await sleep(20);
    }
  };
  // As a shop does: again, until somebody has taken it.
  const telling = async (): Promise<void> => {
    for (let i = 0; isOn; i++) {
      const isTaken = async () => {
        const { accepted = 0, duplicates = 0 } = (await shop.event(`e${i}`)).body;
        return accepted + duplicates === 1;
      };
      while (!(await isTaken())) await sleep(50);
      events.push(`e${i}`);
    }
  };
  const placing = async (): Promise<void> => {
    for (let i = 0; isOn; i++) {
      const id = `placed${i}`;
      const place = async () => {
        const [one] = await shop.stores.events.append([shopEvent(id, { queryId: id })]);
        return one!.sequence;
      };
      let sequence = await place().catch(() => null);
      for (; sequence === null; sequence = await place().catch(() => null)) await sleep(50);
      placed.set(id, sequence);
    }
  };
  const all = Promise.all([searching(0), searching(250), writing(), telling(), placing()]);
  return {
    ...{ searches, products, events, placed },
    async end() {
      isOn = false;
      await all;
    },
  };
}

async function unread({ stores }: FaultShop, ids: readonly string[]): Promise<readonly string[]> {
  const there = await stores.products.find("products", ids);
  return ids.filter((_, i) => (there[i] ?? null) === null).map((id) => `product ${id}`);
}

/** Acknowledged with a place in the log, and not there, or there another time. */
async function misplaced({ stores }: FaultShop, placed: ReadonlyMap<string, number>): Promise<readonly string[]> {
  const entries = await stores.events.read("shop", 0, 1e6);
  const found = entries.map((one) => `${one.kind === "event" ? one.event.id : "?"} at ${one.sequence}`);
  const wanted = [...placed].map(([id, sequence]) => `${id} at ${sequence}`);
  const extra = found.length - new Set(wanted).size;
  return [
    ...wanted.filter((one) => !found.includes(one)),
    ...(extra === 0 ? [] : [`${extra} entries that nobody told`]),
  ];
}
