import { admin, json, serveForTests } from "../testing/http-calls.ts";

const { call, post } = serveForTests();

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
