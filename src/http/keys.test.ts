import { admin, serveForTests } from "../testing/http-calls.ts";
import { adminKey, narrowKey, searchKey, startTestServer } from "../testing/harness.ts";

const { call } = serveForTests();

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
  it("limits searches from one address, believed of a proxy only where one is configured, and other routes are not among them", async () => {
    for (const trustProxy of [false, true]) {
      await using other = await startTestServer({ settings: { searchPerMinute: 3, trustProxy } });
      const from = (address: string) =>
        fetch(`${other.url}/v1/search`, { headers: { "x-forwarded-for": address } }).then(({ status }) => status);
      const statuses = [];
      for (let i = 0; i < 5; i++) statuses.push(await from("192.0.2.1"));
      expect(statuses).toEqual([200, 200, 200, 429, 429]);
      expect(await from("192.0.2.2")).toBe(trustProxy ? 200 : 429);
      // What a caller has put in front of its own address is not believed.
      expect(await from("192.0.2.9, 192.0.2.1")).toBe(429);
      expect((await fetch(`${other.url}/livez`)).status).toBe(200);
    }
  });
  it("limits searches with one key, from wherever they come", async () => {
    const settings = { requireSearchKey: true, searchPerMinuteOfKey: 3, trustProxy: true };
    await using other = await startTestServer({ settings });
    const statuses = [];
    for (let i = 0; i < 5; i++) {
      const headers = { "x-api-key": searchKey, "x-forwarded-for": `192.0.2.${i}` };
      statuses.push((await fetch(`${other.url}/v1/search`, { headers })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
  });
  it("asks searchers for a key where that is configured", async () => {
    await using other = await startTestServer({ settings: { requireSearchKey: true } });
    expect((await fetch(`${other.url}/v1/search`)).status).toBe(401);
    expect((await fetch(`${other.url}/v1/search`, { headers: { "x-api-key": searchKey } })).status).toBe(200);
    expect((await fetch(`${other.url}/livez`)).status).toBe(200);
  });
});
