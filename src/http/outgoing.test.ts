import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { callServer } from "../adapters/openai/call-server.ts";
import { type RealServer, startRealServer } from "../testing/real-server.ts";

// Outgoing calls go to configured servers only. A trap that every address in every field points to hears of nothing.
let trap: Server;
let trapUrl: string;
const heard: string[] = [];
let server: RealServer;
let admin: Record<string, string>;

beforeAll(async () => {
  trap = createServer((req, res) => {
    heard.push(`${req.method} ${req.url}`);
    res.end("caught");
  });
  trap.on("connection", () => heard.push("connection"));
  await new Promise<void>((resolve) => trap.listen(0, "127.0.0.1", resolve));
  trapUrl = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
  server = await startRealServer({ catalogs: { products: [] } });
  admin = { "x-api-key": (await server.issue({ scopes: ["admin"] })).secret };
}, 60_000);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  trap.close();
});

const send = async (method: string, path: string, type: string, body: string, headers: Record<string, string> = {}) => {
  const response = await fetch(server.url + path, {
    method,
    headers: { ...admin, "content-type": type, ...headers },
    body,
  });
  return { status: response.status, text: await response.text() };
};

const everywhere = () => ({
  ...{ id: "p-1", title: `Lamp ${trapUrl}/title`, brand: trapUrl, description: `<img src="${trapUrl}/img">` },
  ...{ image: `${trapUrl}/picture.png`, url: `${trapUrl}/product`, images: [`${trapUrl}/more.png`], $ref: trapUrl },
  ...{ price: 1, currency: "EUR", categories: [`${trapUrl} > ${trapUrl}`], attributes: { link: [`${trapUrl}/attr`] } },
});

it("fetches nothing that a product, an import, an event or a header points to", async () => {
  const product = everywhere();
  expect((await send("PUT", "/v1/products/p-1", "application/json", JSON.stringify(product))).status).toBe(201);
  await send("POST", "/v1/products", "application/x-ndjson", `${JSON.stringify(product)}\n`);
  const csv = `id,title,price,image,link\np-2,Lamp,1,${trapUrl}/csv.png,${trapUrl}/csv\n`;
  expect((await send("POST", "/v1/imports?keep_missing=true", "application/octet-stream", csv)).status).toBe(201);
  // An address instead of a file is a file that says nothing.
  for (const body of [trapUrl, JSON.stringify({ url: trapUrl }), `"${trapUrl}/feed.xml"`]) {
    await send("POST", `/v1/imports?force=true&keep_missing=true&name=${trapUrl}`, "application/octet-stream", body);
  }
  const events = [{ type: "view", product: "p-1", url: `${trapUrl}/event`, referrer: `${trapUrl}/referrer` }];
  expect((await send("POST", "/v1/events", "application/json", JSON.stringify({ events }))).status).toBe(200);
  await send("POST", "/v1/synonyms", "application/json", JSON.stringify({ from: trapUrl, to: trapUrl }));
  await send("PUT", "/v1/catalogs/other", "application/json", JSON.stringify({ $ref: trapUrl, mappings: trapUrl }));
  const host = new URL(trapUrl).host;
  const headers = { "x-forwarded-host": host, forwarded: `host=${host}`, referer: trapUrl, "x-original-url": trapUrl };
  for (const path of [`/v1/search?q=${trapUrl}`, "/v1/suggest?q=lamp", "/", `/${trapUrl}`, `//${host}/x`]) {
    const answer = await fetch(server.url + path, { headers, redirect: "manual" });
    expect([path, answer.status < 300 || answer.status >= 400]).toEqual([path, true]);
    await answer.arrayBuffer();
  }
  await sleep(500);
  expect(heard).toEqual([]);
});

it("follows no redirect of the language model's server: products and key go to the configured one alone", async () => {
  const elsewhere = createServer((_, res) => res.writeHead(307, { location: `${trapUrl}/v1/chat/completions` }).end());
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/v1`;
  const options = { url, key: "secret", timeoutMs: 2000, maxBytes: 1000 };
  await expect(callServer(options, { model: "m" }, AbortSignal.timeout(5000))).rejects.toMatchObject({
    code: "invalid_config",
    where: "WINNOW_LLM_URL",
  });
  elsewhere.close();
  expect(heard).toEqual([]);
});

it("reads no entity of an XML feed: neither an address, nor a file, nor one made of a million others", async () => {
  const feed = (doctype: string, title: string) =>
    `<?xml version="1.0"?>${doctype}<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item>` +
    `<g:id>xml-1</g:id><g:title>${title}</g:title><g:price>1 EUR</g:price></item></channel></rss>`;
  const doctypes = [
    `<!DOCTYPE r [<!ENTITY x SYSTEM "${trapUrl}/entity">]>`,
    `<!DOCTYPE r SYSTEM "${trapUrl}/dtd">`,
    `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>`,
    `<!DOCTYPE r [<!ENTITY a "lollollol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;&b;&b;&b;">]>`,
  ];
  for (const doctype of doctypes) {
    const body = feed(doctype, "Lamp &x;");
    const answer = await send("POST", "/v1/imports?force=true&keep_missing=true", "application/octet-stream", body);
    expect([doctype, answer.status < 500]).toEqual([doctype, true]);
    const shown = await send("GET", "/v1/products/xml-1", "", undefined as never);
    expect(shown.text).not.toMatch(/root:|lollol|caught/);
  }
  await sleep(300);
  expect(heard).toEqual([]);
});
