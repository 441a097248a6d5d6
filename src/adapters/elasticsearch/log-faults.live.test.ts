import { shopEvent } from "../../ports/behaviour-builders.contract.ts";
import type { EventStore } from "../../ports/event-store.ts";
import { type Fault, type FaultProxy, startFaultProxy } from "../../testing/fault-proxy.ts";
import { elasticsearchUrl, type LiveStores, openLiveStores } from "../../testing/live-elasticsearch.ts";

const answer = (status: number, type: string, reason: string): Fault => ({
  kind: "answer",
  status,
  headers: { "x-elastic-product": "Elasticsearch" },
  body: JSON.stringify({ error: { root_cause: [{ type, reason }], type, reason }, status }),
});
const fullDisk = "index [x] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark];";

describe("a log of behaviour in trouble", () => {
  let proxy: FaultProxy;
  let stores: LiveStores;
  let log: EventStore;
  beforeEach(async () => {
    proxy = await startFaultProxy({ target: elasticsearchUrl(), seed: 7 });
    stores = await openLiveStores({ url: proxy.url });
    log = stores.events;
    await log.append([shopEvent("first", { queryId: "first" })]);
  });
  afterEach(async () => {
    await proxy.set({ kind: "pass" });
    await stores.close();
    await proxy[Symbol.asyncDispose]();
    await stores.remove();
  });
  const ids = async () =>
    (await log.read("shop", 0, 1e5)).map((entry) => (entry.kind === "event" ? entry.event.id : ""));
  /** As a shop does: until it is taken. */
  const insist = async (id: string): Promise<number> => {
    for (;;) {
      try {
        return (await log.append([shopEvent(id, { queryId: id })]))[0]!.sequence;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  };
  const alias = () => `${elasticsearchUrl()}/${stores.prefix}_log-shop`;

  it.each<[string, Fault, string]>([
    ["cannot be reached", { kind: "refuse" }, "engine_unavailable"],
    ["answers 503", answer(503, "unavailable", "no master"), "engine_unavailable"],
    ["is overloaded", answer(429, "es_rejected_execution_exception", "queue full"), "engine_unavailable"],
    ["has no room left", answer(429, "cluster_block_exception", fullDisk), "storage_full"],
  ])("says so when the server %s, and takes the events when it is back", async (_, fault, code) => {
    await proxy.set(fault);
    await expect(log.append([shopEvent("e1")])).rejects.toMatchObject({ code });
    await proxy.set({ kind: "pass" });
    await insist("e1");
    expect(await ids()).toEqual(["first", "e1"]);
  });
  it("takes each event once although a third of the answers are lost on their way", async () => {
    await proxy.set({ kind: "reset", afterBytes: 0, share: 0.3 });
    const names = Array.from({ length: 40 }, (_, i) => `e${i}`);
    const sequences = new Map<string, number>();
    for (const id of names) sequences.set(id, await insist(id));
    await proxy.set({ kind: "pass" });
    expect(proxy.seen.faulted).toBeGreaterThan(10);
    expect(await ids()).toEqual(["first", ...names]);
    const entries = (await log.read("shop", 0, 1e5)).slice(1);
    expect(entries.map(({ sequence }) => sequence)).toEqual([...sequences.values()]);
  });
  it("never reads half of a log whose server answers with half", async () => {
    await proxy.set({ kind: "reset", afterBytes: 300 });
    await expect(log.read("shop", 0, 10)).rejects.toMatchObject({ code: "engine_unavailable" });
  });
  it("calls no deed a repeat of one that never came, since its process died in between", async () => {
    const deed = (id: string) => shopEvent(id, { queryId: "q1" });
    await log.append([deed("lost")]);
    await fetch(`${alias()}/_doc/event:lost?refresh=true`, { method: "DELETE" });
    const [next, after] = [await log.append([deed("next")]), await log.append([deed("after")])];
    expect([next[0]!.repeat, after[0]!.repeat]).toEqual([false, true]);
    expect((await log.append([deed("lost")]))[0]).toMatchObject({ duplicate: false, repeat: true });
  });
  it("begins anew, as a log and not as an index of chance, when somebody has removed it", async () => {
    await fetch(`${elasticsearchUrl()}/${stores.prefix}_events-shop`, { method: "DELETE" });
    expect(await ids()).toEqual([]);
    expect(await log.head("shop")).toBe(0);
    await log.append([shopEvent("new")]);
    expect(await ids()).toEqual(["new"]);
    expect(await log.catalogs()).toEqual(["shop"]);
  });
});
