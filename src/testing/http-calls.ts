import type { SearchRequest } from "../domain/search.ts";
import { Problem } from "../wire/problem.ts";
import { adminKey, fakeAnswer, startTestServer } from "./harness.ts";

export const admin = { authorization: `Bearer ${adminKey}` };
export const json = { "content-type": "application/json" };

/** The HTTP layer over a shop of few words for all tests of a file, with the searches it was asked for. */
export const serveForTests = () => {
  const asked: SearchRequest[] = [];
  let url = "";
  let port = 0;
  let stop: () => Promise<void> = () => Promise.resolve();

  beforeAll(async () => {
    const server = await startTestServer({
      shop: {
        search: (request) => {
          asked.push(request);
          const facets = request.facets?.length === 1 ? fakeAnswer.facets.slice(0, 1) : fakeAnswer.facets;
          return Promise.resolve({ ...fakeAnswer, facets });
        },
      },
      settings: { corsOrigins: ["https://shop.example"] },
    });
    url = server.url;
    port = server.server.port;
    stop = async () => {
      await server[Symbol.asyncDispose]();
    };
  });
  afterAll(() => stop());

  const call = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(url + path, init);
    const text = await response.text();
    const type = response.headers.get("content-type") ?? "";
    const body: unknown = /json(;|$)/.test(type) && !type.includes("ndjson") && text !== "" ? JSON.parse(text) : text;
    if (type.startsWith("application/problem+json")) Problem.parse(body);
    return { status: response.status, headers: response.headers, body: body as Record<string, unknown>, text };
  };
  const post = (path: string, body: unknown, headers: Record<string, string> = json) =>
    call(path, { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) });
  return { asked, call, post, url: () => url, port: () => port };
};
