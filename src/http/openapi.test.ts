import { startTestServer, type TestServer } from "../testing/harness.ts";

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
  readonly responses: Readonly<Record<string, unknown>>;
  readonly security?: unknown;
}
interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

let server: TestServer;
let document: OpenApi;
beforeAll(async () => {
  server = await startTestServer();
  document = (await (await fetch(`${server.url}/openapi.json`)).json()) as OpenApi;
});
afterAll(() => server[Symbol.asyncDispose]());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

it("describes every route and no other", () => {
  const described = operations().map(({ method, path }) => `${method} ${path}`);
  expect(described.sort()).toEqual(server.routes.map(({ method, path }) => `${method} ${path}`).sort());
  expect(document.openapi).toBe("3.1.0");
});

it("describes only what answers: no described operation is unknown to the server", async () => {
  for (const { method, path } of operations()) {
    const response = await fetch(server.url + path.replaceAll(/\{\w+\}/g, "x"), { method });
    const body = await response.text();
    expect([
      method,
      path,
      response.status === 405 || body.includes('"code":"not_found","detail":"There is nothing at'),
    ]).toEqual([method, path, false]);
  }
});

it("answers only with statuses it describes", async () => {
  for (const { method, path, operation } of operations()) {
    for (const query of ["", "?nonsense=1"]) {
      const { status } = await fetch(server.url + path.replaceAll(/\{\w+\}/g, "x") + query, { method });
      expect([method, path, Object.keys(operation.responses)]).toEqual([
        method,
        path,
        expect.arrayContaining([String(status)]),
      ]);
    }
  }
});

it("names each parameter of a path, and resolves each reference", () => {
  for (const { path, operation } of operations()) {
    const named = (operation.parameters ?? []).filter((one) => one.in === "path").map(({ name }) => name);
    expect(named).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  }
  const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name!,
  );
  expect(references.length).toBeGreaterThan(10);
  expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(references));
});

it("asks for a key exactly where one is needed", () => {
  const open = operations()
    .filter(({ operation }) => operation.security === undefined)
    .map(({ method, path }) => `${method} ${path}`);
  expect(open.sort()).toEqual(
    [
      "GET /console/session",
      "GET /demo/pictures/{name}.svg",
      "GET /livez",
      "GET /metrics",
      "GET /openapi.json",
      "GET /readyz",
      "GET /v1/explain",
      "GET /v1/facets",
      "GET /v1/products/{id}",
      "GET /v1/search",
      "GET /v1/suggest",
      "POST /console/login",
      "POST /console/logout",
      "POST /v1/events",
      "POST /v1/search",
    ].sort(),
  );
});
