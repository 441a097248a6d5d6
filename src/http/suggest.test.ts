import { serveForTests } from "../testing/http-calls.ts";
import { FacetAnswer } from "../wire/facet.ts";
import { SuggestAnswer } from "../wire/suggest.ts";

const { asked, call } = serveForTests();

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
