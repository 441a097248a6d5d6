import { nobody } from "../domain/visitor.ts";
import { json, serveForTests } from "../testing/http-calls.ts";
import { SearchAnswer } from "../wire/search.ts";

const { asked, call, post } = serveForTests();

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
      "/v1/search?q=%20red++lamp+&page=2&size=5&sort=price:desc&facets=brand,categories,price,in_stock&collapse=false&explain=true&highlight=1&order=text" +
        `&user=u&session=s&query_id=${"0".repeat(32)}` +
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
        visitor: nobody,
        order: "text",
        queryId: "0".repeat(32),
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
