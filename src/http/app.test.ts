import { gunzipSync } from "node:zlib";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { once } from "node:events";
import { adminKey, fakeAnswer, narrowKey, searchKey, startTestServer, type TestServer } from "../testing/harness.ts";
import { SearchAnswer } from "../wire/search.ts";
import { SuggestAnswer } from "../wire/suggest.ts";
import { FacetAnswer } from "../wire/facet.ts";
import { Problem } from "../wire/problem.ts";
import type { SearchRequest } from "../domain/search.ts";

let server: TestServer;
const asked: SearchRequest[] = [];

beforeAll(async () => {
  server = await startTestServer({
    shop: {
      search: (request) => {
        asked.push(request);
        const facets = request.facets?.length === 1 ? fakeAnswer.facets.slice(0, 1) : fakeAnswer.facets;
        return Promise.resolve({ ...fakeAnswer, facets });
      },
    },
    settings: { corsOrigins: ["https://shop.example"] },
  });
});
afterAll(() => server[Symbol.asyncDispose]());

const call = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(server.url + path, init);
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "";
  const body: unknown = /json(;|$)/.test(type) && !type.includes("ndjson") && text !== "" ? JSON.parse(text) : text;
  if (type.startsWith("application/problem+json")) Problem.parse(body);
  return { status: response.status, headers: response.headers, body: body as Record<string, unknown>, text };
};
const admin = { authorization: `Bearer ${adminKey}` };
const json = { "content-type": "application/json" };
const post = (path: string, body: unknown, headers: Record<string, string> = json) =>
  call(path, { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) });

describe("GET /v1/search", () => {
  it("answers in the shape of the schema, products spliced in as they are", async () => {
    const { status, body } = await call("/v1/search?q=lamp");
    expect(status).toBe(200);
    const answer = SearchAnswer.parse(body);
    expect(answer.hits[0]!.product).toEqual({ id: "a-1", title: "Lamp <b>", price: 10 });
    expect(answer.facets).toHaveLength(2);
  });

  it("reads every parameter into the request", async () => {
    asked.length = 0;
    await call(
      "/v1/search?q=%20red++lamp+&page=2&size=5&sort=price:desc&facets=brand,categories,price,in_stock&collapse=false&explain=true&highlight=1" +
        "&filter.brand=Acme&filter.brand=Bolt&filter.price=10..50&filter.in_stock=true&filter.attributes.colour=red" +
        "&filter.categories=Computers%20%3E%20Laptops&filter.rating=4..&filter.created_at=2024-01-01..",
    );
    expect(asked).toEqual([
      {
        catalog: "products",
        text: "red lamp ",
        filters: [
          { kind: "terms", field: "brand", values: ["Acme", "Bolt"] },
          { kind: "range", field: "price", gte: 10, lte: 50 },
          { kind: "boolean", field: "in_stock", value: true },
          { kind: "terms", field: "attributes.colour", values: ["red"] },
          { kind: "terms", field: "categories", values: ["Computers > Laptops"] },
          { kind: "range", field: "rating", gte: 4 },
          { kind: "range", field: "created_at", gte: Date.UTC(2024, 0, 1) },
        ],
        facets: [
          { kind: "terms", field: "brand", size: 10 },
          { kind: "tree", field: "categories", size: 10, open: ["Computers > Laptops"] },
          { kind: "stats", field: "price" },
          { kind: "terms", field: "in_stock", size: 10 },
        ],
        sort: { by: "field", field: "price", order: "desc" },
        page: 2,
        size: 5,
        collapse: false,
        explain: true,
        highlight: true,
      },
    ]);
  });

  it("marks the chosen values of a facet", async () => {
    const { body } = await call("/v1/search?filter.brand=Acme");
    expect(SearchAnswer.parse(body).facets[0]).toEqual({
      field: "brand",
      type: "terms",
      values: [{ value: "Acme", count: 1, selected: true }],
      more: 3,
    });
  });

  it("normalises the query: NFKC, no controls, no bidirectional marks", async () => {
    asked.length = 0;
    await call(`/v1/search?q=${encodeURIComponent("\uff4cam\u0000p\u202e \u200ered")}`);
    expect(asked[0]!.text).toBe("lamp red");
  });

  it("answers 304 to a caller who holds the answer of this index, without searching", async () => {
    const first = await call("/v1/search?q=lamp");
    const etag = first.headers.get("etag")!;
    asked.length = 0;
    expect((await call("/v1/search?q=lamp", { headers: { "if-none-match": etag } })).status).toBe(304);
    expect(asked).toEqual([]);
    expect((await call("/v1/search?q=lamps", { headers: { "if-none-match": etag } })).status).toBe(200);
  });

  it.each([
    ["?zize=3", "zize", "Did you mean size?"],
    ["?q=a&q=b", "q", "Give it once."],
    ["?page=0", "page", undefined],
    ["?page=x", "page", undefined],
    ["?page=1.5", "page", undefined],
    ["?size=1001", "size", undefined],
    ["?page=50&size=24", "page", undefined],
    ["?collapse=maybe", "collapse", undefined],
    ["?sort=price", "sort", undefined],
    ["?sort=brand:asc", "sort", /price/],
    ["?catalog=Nope", "catalog", undefined],
    [`?q=${"a".repeat(513)}`, "q", undefined],
    ["?filter.brnd=x", "filter.brnd", "Did you mean brand?"],
    ["?filter.title=x", "filter.title", /./],
    ["?filter.price=cheap", "filter.price", /10\.\.50/],
    ["?filter.price=..", "filter.price", /10\.\.50/],
    ["?filter.in_stock=yes", "filter.in_stock", /true/],
    ["?filter.__proto__=x", "filter.__proto__", /./],
    ["?__proto__=x", "__proto__", /./],
    ["?constructor=x", "constructor", /./],
    ["?facets=brnd", "facets/0", "Did you mean brand?"],
    ["?timeout_ms=0", "timeout_ms", undefined],
    ["?q=%ff", "%ff", /encodeURIComponent/],
    ["?q=%zz", "%zz", /encodeURIComponent/],
    [`?facets=${Array.from({ length: 21 }, () => "brand").join()}`, "facets", undefined],
  ])("refuses %s and says where", async (parameters, where, hint) => {
    const { status, body } = await call(`/v1/search${parameters}`);
    expect([status, body["code"], body["where"]]).toEqual([400, "invalid_request", where]);
    if (hint !== undefined) expect(body["hint"]).toMatch(hint);
  });

  it("refuses an address of more than 16 kB with 431", async () => {
    expect((await call(`/v1/search?q=${"a".repeat(17_000)}`)).status).toBe(431);
  });

  it("does not know catalogues that are not there", async () => {
    const { status, body } = await call("/v1/search?catalog=shoes");
    expect([status, body["code"]]).toEqual([404, "catalog_not_found"]);
  });
});

describe("POST /v1/search", () => {
  it("reads nested filters and facets of chosen sizes", async () => {
    asked.length = 0;
    const { status } = await post("/v1/search", {
      q: "lamp",
      filters: [
        { any: [{ field: "brand", in: ["Acme"] }, { not: { field: "price", gt: 5, lt: 9 } }] },
        {
          all: [
            { field: "sku", exists: true },
            { field: "in_stock", is: false },
          ],
        },
      ],
      facets: [{ field: "brand", size: 50, contains: "ac" }, { field: "price" }],
    });
    expect(status).toBe(200);
    expect(asked[0]).toMatchObject({
      filters: [
        {
          kind: "or",
          filters: [
            { kind: "terms", field: "brand", values: ["Acme"] },
            { kind: "not", filter: { kind: "range", field: "price", gt: 5, lt: 9 } },
          ],
        },
        {
          kind: "and",
          filters: [
            { kind: "exists", field: "sku" },
            { kind: "boolean", field: "in_stock", value: false },
          ],
        },
      ],
      facets: [
        { kind: "terms", field: "brand", size: 50, contains: "ac" },
        { kind: "stats", field: "price" },
      ],
    });
  });

  const clauses = (n: number) => Array.from({ length: n }, () => ({ field: "brand", in: ["x"] }));
  it.each<[string, unknown, string]>([
    ["an unknown name", { query: "x" }, "/query"],
    ["a wrong type", { q: 5 }, "/q"],
    ["a clause of no kind", { filters: [{ field: "brand" }] }, "/filters/0"],
    [
      "a mistake deep in a clause",
      { filters: [{ all: [{ not: { field: "brand", in: [5] } }] }] },
      "/filters/0/all/0/not/in/0",
    ],
    ["an empty range", { filters: [{ field: "price" }] }, "/filters/0"],
    ["more than 100 clauses", { filters: [{ any: clauses(60) }, { any: clauses(60) }] }, "/filters"],
    [
      "more than 1,000 values",
      { filters: [0, 1].map(() => ({ field: "brand", in: Array.from({ length: 501 }, String) })) },
      "/filters",
    ],
    ["more than 20 facets", { facets: Array.from({ length: 21 }, () => ({ field: "brand" })) }, "/facets"],
    ["a facet of more than 1,000 values", { facets: [{ field: "brand", size: 1001 }] }, "/facets/0/size"],
    ["what is no object", [1], ""],
  ])("refuses %s and points at it", async (_, body, where) => {
    const answer = await post("/v1/search", body);
    expect([answer.status, answer.body["code"], answer.body["where"]]).toEqual([400, "invalid_request", where]);
  });

  it("refuses other content types with 415, and compressed bodies", async () => {
    expect((await post("/v1/search", "q=a", { "content-type": "application/x-www-form-urlencoded" })).status).toBe(415);
    expect((await post("/v1/search", "{}", { ...json, "content-encoding": "gzip" })).status).toBe(415);
  });

  it("refuses more than 64 kB with 413, whether or not the length was told", async () => {
    expect((await post("/v1/search", `{"q":"${"a".repeat(70_000)}"}`)).status).toBe(413);
    const stream = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 10; i++) controller.enqueue(new Uint8Array(10_000).fill(32));
        controller.close();
      },
    });
    const init = { method: "POST", headers: json, body: stream, duplex: "half" };
    expect((await call("/v1/search", init as RequestInit)).status).toBe(413);
  });

  it("refuses broken JSON, broken UTF-8, deep nesting and reaching into prototypes", async () => {
    const deep = '{"q":'.repeat(1) + "[".repeat(21) + "]".repeat(21) + "}";
    const bodies = [
      '{"q":',
      Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
      deep,
      "[".repeat(60_000),
      '{"__proto__":{"q":"x"}}',
      '{"\\u005f_proto__":1}',
    ];
    for (const body of bodies) {
      const { status, body: problem } = await call("/v1/search", { method: "POST", headers: json, body });
      expect([status, problem["code"]]).toEqual([400, "invalid_request"]);
    }
    expect(({} as Record<string, unknown>)["q"]).toBeUndefined();
  });
});

describe("other search routes", () => {
  it("suggests in the shape of the schema", async () => {
    expect(SuggestAnswer.parse((await call("/v1/suggest?q=la")).body).products[0]!.id).toBe("a-1");
  });
  it.each(["?size=0", "?size=21", "?qq=a", "?catalog=%2F", "?q=%C3"])("refuses /v1/suggest%s", async (parameters) => {
    expect((await call(`/v1/suggest${parameters}`)).status).toBe(400);
  });

  it("answers one facet, filtered and searched", async () => {
    asked.length = 0;
    const { body } = await call("/v1/facets?field=brand&contains=ac&size=7&q=lamp&filter.price=..5");
    expect(FacetAnswer.parse(body).facet.field).toBe("brand");
    expect(asked[0]).toMatchObject({
      text: "lamp",
      size: 0,
      facets: [{ kind: "terms", field: "brand", size: 7, contains: "ac" }],
      filters: [{ kind: "range", field: "price", lte: 5 }],
    });
  });
  it.each([
    ["", "field"],
    ["?field=brnd", "field"],
    ["?field=brand&sizes=3", "sizes"],
    ["?field=brand&page=2", "page"],
  ])("refuses /v1/facets%s and says where", async (parameters, where) => {
    const { status, body } = await call(`/v1/facets${parameters}`);
    expect([status, body["where"]]).toEqual([400, where]);
  });

  it("shows one product as it was given, and 404 for others", async () => {
    const { status, text, headers } = await call("/v1/products/a-1");
    expect([status, text]).toEqual([200, '{"id":"a-1","title":"Lamp <b>","price":10}']);
    expect((await call("/v1/products/a-1", { headers: { "if-none-match": headers.get("etag")! } })).status).toBe(304);
    expect((await call("/v1/products/a%2F2")).body["code"]).toBe("product_not_found");
    expect((await call(`/v1/products/${"x".repeat(600)}`)).status).toBe(400);
  });
});

describe("product writes", () => {
  const ndjson = { ...admin, "content-type": "application/x-ndjson" };
  it("answers each line of a bulk in order, wrong ones too", async () => {
    const lines = [
      '{"id":"1","title":"a"}',
      "",
      '{"delete":"2"}',
      "{broken",
      '"text"',
      '{"delete":3}',
      '{"id":"4","title":"d"}',
    ];
    const { status, text } = await post("/v1/products", lines.join("\n"), ndjson);
    expect(status).toBe(200);
    const answers = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { line: number; id: string; status: string });
    expect(answers.map(({ line, id, status }) => [line, id, status])).toEqual([
      [1, "1", "created"],
      [3, "2", "deleted"],
      [4, null, "rejected"],
      [5, null, "rejected"],
      [6, null, "rejected"],
      [7, "4", "created"],
    ]);
  });
  it("rejects a line of 20 MB and invalid UTF-8 by line, and writes the others", async () => {
    const body = Buffer.concat([
      Buffer.alloc(20 * 1024 * 1024, 0x61),
      Buffer.from('\n{"id":"1","title":"a"}\n'),
      Buffer.from([0x22, 0xff, 0x22, 0x0a]),
    ]);
    const { status, text } = await call("/v1/products", { method: "POST", headers: ndjson, body });
    expect(status).toBe(200);
    expect(
      text
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { status: string }).status),
    ).toEqual(["rejected", "created", "rejected"]);
  });
  it("answers 404 for an unknown catalogue and 415 for other types", async () => {
    expect((await post("/v1/products?catalog=shoes", '{"id":"1","title":"a"}', ndjson)).status).toBe(404);
    expect((await post("/v1/products", "{}", { ...admin, ...json })).status).toBe(415);
  });
  it("creates, changes and deletes one product", async () => {
    const put = (id: string, body: unknown) =>
      call(`/v1/products/${id}`, { method: "PUT", headers: { ...admin, ...json }, body: JSON.stringify(body) });
    expect((await put("n", { title: "x" })).status).toBe(201);
    expect((await put("n", { id: "m", title: "x" })).body["code"]).toBe("invalid_product");
    expect((await put("n", [])).status).toBe(400);
    const patch = (id: string, type: string) =>
      call(`/v1/products/${id}`, { method: "PATCH", headers: { ...admin, "content-type": type }, body: '{"price":1}' });
    expect((await patch("a-1", "application/merge-patch+json")).body).toEqual({ id: "a-1", status: "updated" });
    expect((await patch("zz", "application/json")).status).toBe(404);
    expect((await patch("a-1", "text/plain")).status).toBe(415);
    const remove = (id: string) => call(`/v1/products/${id}`, { method: "DELETE", headers: admin });
    expect((await remove("a-1")).body).toEqual({ id: "a-1", status: "deleted" });
    expect((await remove("zz")).status).toBe(404);
  });
});

describe("imports, catalogues and keys", () => {
  it("streams an import's body and repeats none with a known key", async () => {
    const first = await call("/v1/imports", { method: "POST", headers: admin, body: Buffer.alloc(3_000_000) });
    expect([first.status, first.body["read"]]).toEqual([201, 3_000_000]);
    const again = await call("/v1/imports", {
      method: "POST",
      headers: { ...admin, "idempotency-key": "again" },
      body: "",
    });
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([200, "true"]);
  });
  it.each(["?keep_missing=x", "?catalog=A", "?nmae=x"])("refuses POST /v1/imports%s", async (parameters) => {
    expect((await call(`/v1/imports${parameters}`, { method: "POST", headers: admin, body: "x" })).status).toBe(400);
  });
  it("lists and finds imports", async () => {
    expect((await call("/v1/imports", { headers: admin })).body["imports"]).toHaveLength(1);
    expect((await call("/v1/imports/i1", { headers: admin })).status).toBe(200);
    expect((await call("/v1/imports/i2", { headers: admin })).status).toBe(404);
    expect((await call("/v1/imports?catalog=shoes", { headers: admin })).status).toBe(404);
  });
  it("defines catalogues by a mapping that can be used", async () => {
    const put = (name: string, body: string) =>
      call(`/v1/catalogs/${name}`, { method: "PUT", headers: { ...admin, ...json }, body });
    expect((await put("shoes", '{"mappings":{"properties":{"title":{"type":"nonsense"}}}}')).body["code"]).toBe(
      "invalid_mapping",
    );
    expect((await put("shoes", "{}")).body["where"]).toBe("/mappings");
    expect((await put("Shoes", '{"mappings":{}}')).body["where"]).toBe("name");
    expect((await call("/v1/catalogs", { headers: admin })).body["catalogs"]).toHaveLength(1);
    expect((await call("/v1/catalogs/products", { method: "DELETE", headers: admin })).status).toBe(204);
    expect((await call("/v1/catalogs/zz", { method: "DELETE", headers: admin })).status).toBe(404);
  });
  it("makes, lists and revokes keys", async () => {
    const made = await post("/v1/keys", { label: "x", scopes: ["search"] }, { ...admin, ...json });
    expect([made.status, made.body["key"]]).toEqual([201, "wk_admin_new"]);
    expect((await post("/v1/keys", { label: "x", scopes: ["root"] }, { ...admin, ...json })).body["where"]).toBe(
      "/scopes/0",
    );
    expect((await call("/v1/keys", { headers: admin })).text).not.toContain("hash");
    expect((await call("/v1/keys/k1", { method: "DELETE", headers: admin })).status).toBe(204);
    expect((await call("/v1/keys/k9", { method: "DELETE", headers: admin })).status).toBe(404);
  });
});

describe("keys at the door", () => {
  const adminCalls = [
    ["POST", "/v1/products"],
    ["PUT", "/v1/products/1"],
    ["PATCH", "/v1/products/1"],
    ["DELETE", "/v1/products/1"],
    ["POST", "/v1/imports"],
    ["GET", "/v1/imports"],
    ["GET", "/v1/imports/1"],
    ["GET", "/v1/catalogs"],
    ["PUT", "/v1/catalogs/x"],
    ["DELETE", "/v1/catalogs/x"],
    ["GET", "/v1/keys"],
    ["POST", "/v1/keys"],
    ["DELETE", "/v1/keys/1"],
  ] as const;
  it.each(adminCalls)("%s %s needs an admin key, not from a browser", async (method, path) => {
    const none = await call(path, { method });
    expect([none.status, none.body["code"], none.headers.get("www-authenticate")]).toEqual([
      401,
      "unauthorized",
      'Bearer realm="winnow"',
    ]);
    expect((await call(path, { method, headers: { "x-api-key": searchKey } })).status).toBe(403);
    const browser = await call(path, { method, headers: { ...admin, origin: "https://shop.example" } });
    expect([browser.status, browser.body["where"]]).toEqual([403, "origin"]);
  });
  it("keeps a key to its catalogues", async () => {
    const narrow = { "x-api-key": narrowKey };
    expect((await call("/v1/imports", { headers: narrow })).status).toBe(200);
    expect((await call("/v1/imports?catalog=shoes", { headers: narrow })).status).toBe(403);
    expect((await call("/v1/catalogs/shoes", { method: "DELETE", headers: narrow })).status).toBe(403);
    expect((await call("/v1/keys", { headers: narrow })).status).toBe(403);
  });
  it("stops looking at wrong keys from an address that has sent twenty", async () => {
    await using other = await startTestServer();
    const statuses = [];
    for (let i = 0; i < 23; i++) {
      statuses.push((await fetch(`${other.url}/v1/keys`, { headers: { "x-api-key": `guess ${i}` } })).status);
    }
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401));
    const limited = await fetch(`${other.url}/v1/keys`, { headers: { "x-api-key": adminKey } });
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
  });
  it("limits calls with one admin key", async () => {
    await using other = await startTestServer({ settings: { adminPerMinute: 3 } });
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await fetch(`${other.url}/v1/keys`, { headers: admin })).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
  });
  it("asks searchers for a key where that is configured", async () => {
    await using other = await startTestServer({ settings: { requireSearchKey: true } });
    expect((await fetch(`${other.url}/v1/search`)).status).toBe(401);
    expect((await fetch(`${other.url}/v1/search`, { headers: { "x-api-key": searchKey } })).status).toBe(200);
    expect((await fetch(`${other.url}/livez`)).status).toBe(200);
  });
});

describe("protocol", () => {
  it("answers what is not there with problems", async () => {
    expect((await call("/v1/nothing")).status).toBe(404);
    expect((await call("/nothing")).status).toBe(404);
    const wrong = await call("/v1/search", { method: "DELETE" });
    expect([wrong.status, wrong.body["hint"]]).toEqual([405, "Known are HEAD, GET, POST."]);
  });
  it("answers HEAD as GET without a body", async () => {
    const { status, headers, text } = await call("/v1/search?q=a", { method: "HEAD" });
    expect([status, text]).toEqual([200, ""]);
    expect(Number(headers.get("content-length"))).toBeGreaterThan(100);
  });
  it("takes the caller's trace over and numbers the request", async () => {
    const trace = "0af7651916cd43dd8448eb211c80319c";
    const { headers } = await call("/livez", { headers: { traceparent: `00-${trace}-b7ad6b7169203331-01` } });
    const [, traceId, span, flags] = headers.get("traceparent")!.split("-");
    expect([traceId, span, flags]).toEqual([trace, headers.get("x-request-id"), "01"]);
    const bad = await call("/livez", { headers: { traceparent: `00-${"0".repeat(32)}-b7ad6b7169203331-01` } });
    expect(bad.headers.get("traceparent")).toMatch(/^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  });
  it("lets listed origins read answers and no others", async () => {
    const from = async (origin: string) =>
      (await call("/v1/search", { headers: { origin } })).headers.get("access-control-allow-origin");
    expect(await from("https://shop.example")).toBe("https://shop.example");
    expect(await from("https://evil.example")).toBeNull();
    const ask = await call("/v1/search", { method: "OPTIONS", headers: { origin: "https://shop.example" } });
    expect([ask.status, ask.headers.get("access-control-allow-methods")]).toEqual([204, "GET, HEAD, POST"]);
  });
  it("compresses answers over 1 kB for those who accept it", async () => {
    const get = (encoding: string) =>
      new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
        httpRequest(`${server.url}/openapi.json`, { headers: { "accept-encoding": encoding } }, (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () =>
            resolve({ encoding: response.headers["content-encoding"], body: Buffer.concat(chunks) }),
          );
        })
          .on("error", reject)
          .end();
      });
    const zipped = await get("br, gzip");
    expect(zipped.encoding).toBe("gzip");
    expect(JSON.parse(gunzipSync(zipped.body).toString())).toHaveProperty("openapi");
    expect((await get("br")).encoding).toBeUndefined();
    expect((await get("gzip;q=0")).encoding).toBeUndefined();
  });
  it("answers what is not HTTP, and goes on", async () => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.write("NONSENSE\r\n\r\n");
    const [chunk] = (await once(socket, "data")) as [Buffer];
    expect(chunk.toString()).toMatch(/^HTTP\/1\.1 400 /);
    socket.destroy();
    expect((await call("/livez")).status).toBe(200);
  });
  it("hides what went wrong inside", async () => {
    await using other = await startTestServer({
      shop: { search: () => Promise.reject(new Error("secret path /etc")) },
    });
    const response = await fetch(`${other.url}/v1/search`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
  });
  it("gives up a search at its deadline, also one that does not listen", async () => {
    await using other = await startTestServer({ shop: { search: () => new Promise(() => undefined) } });
    const startedAt = performance.now();
    const response = await fetch(`${other.url}/v1/search?timeout_ms=50`);
    expect([response.status, ((await response.json()) as Problem).code]).toEqual([503, "deadline_exceeded"]);
    expect(response.headers.get("retry-after")).toBe("1");
    expect(performance.now() - startedAt).toBeLessThan(400);
  });
  it("aborts the search of a caller who has gone", async () => {
    let aborted: () => void = () => undefined;
    const isAborted = new Promise<void>((resolve) => (aborted = resolve));
    await using other = await startTestServer({
      shop: {
        search: (_, { signal }) =>
          new Promise((_, reject) => {
            signal.addEventListener("abort", () => {
              aborted();
              reject(signal.reason as Error);
            });
          }),
      },
    });
    const controller = new AbortController();
    const asking = fetch(`${other.url}/v1/search`, { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(asking).rejects.toThrow();
    await isAborted;
  });
});

describe("probes", () => {
  it("is alive always and ready when the shop is", async () => {
    let ready = false;
    await using other = await startTestServer({
      shop: { health: () => (ready ? { ready } : { ready, detail: "Loading." }) },
    });
    const status = async (path: string) => (await fetch(other.url + path)).status;
    expect([await status("/livez"), await status("/readyz")]).toEqual([200, 503]);
    ready = true;
    expect(await status("/readyz")).toBe(200);
    other.stopping = true;
    expect([await status("/livez"), await status("/readyz")]).toEqual([200, 503]);
  });
  it("counts requests by route and status, never by what was typed", async () => {
    await call("/v1/search?q=very-private");
    await call("/v1/products/also-private");
    const { text } = await call("/metrics");
    expect(text).toMatch(/winnow_requests_total\{method="GET",route="\/v1\/search",status="200"\} [1-9]/);
    expect(text).toMatch(/winnow_request_duration_seconds_bucket\{route="\/v1\/products\/\{id\}",le="\+Inf"\} [1-9]/);
    expect(text).toMatch(/winnow_event_loop_delay_seconds\{quantile="0.99"\} \d/);
    expect(text).not.toContain("private");
  });
  it("draws pictures that may be kept for ever and run nothing", async () => {
    const { status, headers } = await call("/demo/pictures/lamp_red_blue_1.svg");
    expect([status, headers.get("content-type")]).toEqual([200, "image/svg+xml"]);
    expect(headers.get("cache-control")).toContain("immutable");
    expect(headers.get("content-security-policy")).toContain("sandbox");
    expect((await call("/demo/pictures/..%2f..%2fetc.svg")).status).toBe(404);
  });
});
