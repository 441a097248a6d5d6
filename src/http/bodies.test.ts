import fc from "fast-check";
import { type Operation, readOperations, type RealServer, startRealServer } from "../testing/real-server.ts";

// What an admin's program may send by mistake, or who has stolen its key on purpose: every operation that takes JSON, with
// fields of any of them and values of any kind. schemathesis tries what the document says; this is what it does not say.
const cases = 1000;
const seed = Number(process.env["WINNOW_TEST_SEED"] ?? 20_250_109);

let server: RealServer;
let key: string;
let operations: readonly Operation[];
let names: readonly string[];

beforeAll(async () => {
  const products = [{ id: "a-1", title: "Lamp", brand: "Acme", price: 1, currency: "EUR" }];
  server = await startRealServer({
    catalogs: { products },
    environment: { WINNOW_ADMIN_PER_MINUTE: "1000000", LIGHTGBM_LIB: "none" },
  });
  key = (await server.issue({ scopes: ["admin", "search", "events"] })).secret;
  operations = (await readOperations(server.url)).filter(({ bodyType }) => bodyType === "application/json");
  names = [...new Set(fieldsOf(await (await fetch(`${server.url}/openapi.json`)).json()))];
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

/** Names of all properties that the document knows anywhere. */
const fieldsOf = (value: unknown): readonly string[] => {
  if (typeof value !== "object" || value === null) return [];
  const own = (value as { readonly properties?: object }).properties ?? {};
  return [...Object.keys(own), ...Object.values(value).flatMap(fieldsOf)];
};

const odd = fc.oneof(
  fc.constantFrom<unknown>("__proto__", "constructor", "products", "a-1", "", "\u0000", "\ud800", "9".repeat(400), "☃".repeat(600)),
  fc.constantFrom<unknown>(-1, 0, -0, 1e308, 2 ** 53, 0.1, null, true, [], {}),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
); // prettier-ignore

it(`answers ${cases} strange bodies on every operation that takes JSON without a 5xx, and goes on working`, async () => {
  console.log(
    `bodies: seed ${seed} (WINNOW_TEST_SEED), ${operations.length} operations, ${names.length} names of fields`,
  );
  expect(operations.length).toBeGreaterThan(10);
  const field = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
  );
  const inner = fc.dictionary(field, odd, { maxKeys: 4 });
  const body = fc.oneof(
    { weight: 8, arbitrary: fc.dictionary(field, fc.oneof(odd, inner, fc.array(inner, { maxLength: 3 })), { maxKeys: 8 }) },
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: fc.array(inner, { maxLength: 4 }) },
  ); // prettier-ignore
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(fc.nat(), body, async (nth, sent) => {
      const { method, path } = operations[nth % operations.length]!;
      const response = await fetch(server.url + path.replaceAll(/\{\w+\}/g, "a-1"), {
        method,
        headers: { "x-api-key": key, "content-type": "application/json" },
        body: JSON.stringify(sent),
      });
      const text = await response.text();
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      // On a busy machine the queue of jobs may not answer in its 70 ms.
      if (response.status >= 500 && response.status !== 503)
        throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
    }),
    { numRuns: cases, seed, endOnFailure: true },
  );
  console.log(`bodies: ${JSON.stringify(Object.fromEntries(statuses))}`);
  expect(statuses.get(503) ?? 0).toBeLessThan(cases / 20);
  expect(statuses.get(400)).toBeGreaterThan(cases / 4);
  expect((await fetch(`${server.url}/v1/search?q=lamp`)).status).toBe(200);
}, 120_000);
