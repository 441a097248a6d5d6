import { defaultCatalog, mineSuggestionsAside, openKeys, openStores, serve } from "../compose.ts";
import { readConfig } from "../config/config.ts";
import { silentLog } from "../observe/log.ts";
import { createReport } from "../observe/report.ts";
import type { JobAnswer } from "../wire/job.ts";
import type { SuggestAnswer } from "../wire/suggest.ts";

/** The whole program in an empty shop, by these variables: shoppers search, the job is asked for, others are shown what came of it. */
export const suggestWhatShoppersSearch = async (env: Readonly<Record<string, string>>): Promise<void> => {
  const config = readConfig({ PORT: "0", WINNOW_LINGER_MS: "0", LOG_LEVEL: "silent", ...env });
  const stores = await openStores(config);
  const titles = ["Oak table", "Oak table lamp", "Oak shelf", "Oak stool"];
  const put = titles.map((title, i) => ({ op: "put" as const, product: { id: `p${i}`, title } }));
  await stores.products.write(defaultCatalog, put);
  const { secret } = await openKeys(stores).issue({ label: "test", scopes: ["admin", "events", "search"], catalogs: null, expiresInDays: null }); // prettier-ignore
  const running = await serve(config, { stores, report: createReport(silentLog), version: "test" });
  try {
    await running.retrieval.refresh(defaultCatalog);
    const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json", "user-agent": "Mozilla/5.0" }; // prettier-ignore
    const call = async <T>(path: string, body?: object): Promise<T> => {
      const init = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
      return (await (await fetch(running.server.url + path, init)).json()) as T;
    };
    const shopper = async (user: string, text: string, product: string) => {
      const { query_id } = await call<{ query_id: string }>("/v1/search", { q: text, user, session: user });
      // Sooner than a person could.
      await new Promise((resolve) => setTimeout(resolve, 600));
      const event = { type: "click", product, query_id, user, session: user, position: 1, timestamp: new Date().toISOString() }; // prettier-ignore
      expect(await call("/v1/events", { events: [event] })).toMatchObject({ accepted: 1 });
    };
    const crowd = (name: string, n: number, text: string, product: string) =>
      Array.from({ length: n }, (_, i) => shopper(`${name}${i}`, text, product));
    await Promise.all([
      ...crowd("a", 6, "Oak  Stool", "p3"),
      ...crowd("b", 5, "oak table", "p0"),
      ...crowd("c", 4, "lamp oak", "p1"),
      ...crowd("d", 5, "shelf oak", "p2"),
    ]);
    await running.learning.settle(defaultCatalog);
    await stores.products.write(defaultCatalog, [{ op: "delete", id: "p2" }]);
    await running.retrieval.refresh(defaultCatalog);
    const suggested = async (typed: string) =>
      (await call<SuggestAnswer>(`/v1/suggest?q=${encodeURIComponent(typed)}`)).suggestions;
    const before = await suggested("oak");
    expect(before[0]?.text).not.toBe("oak stool");

    const { id } = await call<JobAnswer>("/v1/jobs", { name: "mine_suggestions" });
    const show = async () => (await call<{ job: JobAnswer; log: string[] }>(`/v1/jobs/${id}`)).job;
    const job = await until(show, ({ state }) => state === "done");
    expect(job).toMatchObject({ state: "done", result: { suggestions: { products: { kept: 2, dropped: 1 } } } });

    const after = await until(
      () => suggested("oak"),
      (list) => list[0]?.text === "oak stool",
    );
    expect(after.slice(0, 2)).toEqual([
      { text: "oak stool", count: 1 },
      { text: "oak table", count: 2 },
    ]);
    const texts = after.map(({ text }) => text);
    for (const [typed, text] of [
      ["lamp o", "lamp oak"],
      ["shelf o", "shelf oak"],
    ] as const)
      expect((await suggested(typed)).map((one) => one.text)).not.toContain(text);
    expect(new Set(texts).size).toBe(texts.length);
    // What the catalogue says by itself is still there.
    expect(texts).toEqual(expect.arrayContaining(before.map(({ text }) => text)));

    // The same where no index is open, as in a worker; and an erased shopper is one of five no longer.
    await fetch(`${running.server.url}/v1/users/b0`, { method: "DELETE", headers });
    const beside = await openStores(config);
    const run = { signal: new AbortController().signal, onProgress: () => undefined };
    const mined = await mineSuggestionsAside({ stores: beside, own: [], now: Date.now }, defaultCatalog, run);
    await beside.close();
    expect(mined).toEqual({ kept: 1, dropped: 1 });
  } finally {
    await running.stop();
  }
};

const until = async <T>(read: () => Promise<T>, isDone: (value: T) => boolean): Promise<T> => {
  for (const end = Date.now() + 5000; ;) {
    const value = await read();
    if (isDone(value) || Date.now() > end) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
