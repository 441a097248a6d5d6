import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createRateLimits } from "../src/access/rate-limits.ts";
import { createApp } from "../src/http/app.ts";
import { openLog } from "../src/observe/log.ts";
import { createReport } from "../src/observe/report.ts";
import { fakeShop } from "../src/testing/harness.ts";
import type { SearchAnswer } from "../src/domain/search.ts";

// A server in a process of its own, for bench/http.ts: `ours`, `node-http` or `node-http-json`, told by the first argument.
const side = process.argv[2];

/** 24 products as a shop has them, facets, together 18.5 kB. */
const answer: SearchAnswer = {
  queryId: "0123456789abcdef0123456789abcdef",
  total: 804,
  page: 1,
  size: 24,
  hits: Array.from({ length: 24 }, (_, i) => ({
    id: `d1-0${4000 + i}`,
    position: i + 1,
    score: 34.573108673095703 - i,
    variants: 1,
    source: JSON.stringify({
      id: `d1-0${4000 + i}`,
      title: "Maribel Verse Wireless Over-Ear Headphones",
      description:
        "Wireless over-ear headphones for long days and late albums. Bluetooth 5.0 holds on to two devices at once.",
      brand: "Maribel",
      categories: ["Audio > Headphones > Wireless headphones"],
      price: 249,
      currency: "GBP",
      image: "/demo/pictures/headphones_cream_black_pyq.svg",
      url: `/p/d1-0${4000 + i}`,
      sku: "MAR-HEA-04334-CRE",
      gtin: ["2169081936146"],
      in_stock: true,
      created_at: "2026-10-04T09:49:00.000Z",
      attributes: { colour: ["cream"], type: ["over-ear"], battery_life_h: [20], noise_cancelling: [false] },
    }),
  })),
  ranking: { order: "first_stage", model: null, arm: "first_stage" },
  facets: ["brand", "attributes.colour", "categories"].map((field) => ({
    kind: field === "categories" ? "tree" : "terms",
    field,
    values: Array.from({ length: 10 }, (_, i) => ({ value: `Value ${i}`, count: 100 - i })),
    more: 3,
  })),
  degraded: [],
};

const listen = (server: ReturnType<typeof createServer>) =>
  server.listen(0, "127.0.0.1", () => process.send!({ port: (server.address() as AddressInfo).port }));

if (side === "ours") {
  const { handle } = createApp({
    shop: { ...fakeShop(), search: () => Promise.resolve(answer) },
    // Written to nowhere, at the level that is on by default.
    report: createReport(openLog("info")),
    web: null,
    version: "bench",
    settings: {
      corsOrigins: [],
      trustProxy: false,
      requireSearchKey: false,
      searchDeadlineMs: 800,
      adminDeadlineMs: 5000,
      searchAtOnce: 256,
      adminAtOnce: 16,
      eventsAtOnce: 64,
      eventsPerMinute: 1_000_000,
      adminPerMinute: 1000,
      searchPerMinute: 1_000_000_000,
      searchPerMinuteOfKey: 1_000_000_000,
      rates: createRateLimits({ shared: null, secret: "bench", now: Date.now }),
    },
    stopping: () => false,
  });
  listen(createServer({ noDelay: true }, handle));
} else {
  // The bytes that ours sends, as a string, so that both encode them; or the same answer, written anew from its objects.
  const bytes = process.argv[3] ?? "";
  const parsed = side === "node-http-json" ? (JSON.parse(bytes) as unknown) : null;
  listen(
    createServer({ noDelay: true }, (_, response) => {
      const body = parsed === null ? bytes : JSON.stringify(parsed);
      response.writeHead(200, {
        "content-type": "application/json; charset=utf-8",
        "content-length": Buffer.byteLength(body),
      });
      response.end(body);
    }),
  );
}

// Processor time so far, in microseconds, on demand.
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send!({ cpuUs: user + system });
});
process.on("disconnect", () => process.exit(0));
