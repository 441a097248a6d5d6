import { openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { openLog } from "../observe/log.ts";
import { deriveKey } from "../testing/derive-key.ts";
import { startRealServer } from "../testing/real-server.ts";

const cases = 150;
const seed = Number(process.env["WINNOW_TEST_SEED"] ?? 20_250_109);

/** Each is one of its kind in this file, so that finding it in the log means that it was logged. */
const marks = {
  email: fc.integer({ min: 1e6, max: 9e6 }).map((n) => `shopper${n}@mail.example`),
  card: fc.constantFrom("4111 1111 1111 1111", "5500005555555559", "3714-4963-5398-431"),
  token: fc.integer({ min: 1e6, max: 9e6 }).map((n) => `token-${n}-of-a-shopper`),
  key: fc.integer({ min: 1e6, max: 9e6 }).map((n) => `wk_admin_guessed${n}AAAAAAAAAAAAAAAAA`),
};
const place = fc.constantFrom(
  "q",
  "suggest",
  "filter",
  "post",
  "broken",
  "events",
  "erase",
  "path",
  "key",
  "cookie",
  "login",
  "product",
);

it(`logs no key, token, e-mail address or card number, at the finest level, wherever one is put, ${cases} times`, async () => {
  console.log(`redaction: seed ${seed} (WINNOW_TEST_SEED)`);
  const secrets = new Set<string>();
  const file = join(tmpdir(), `winnow-redaction-${process.pid}.log`);
  let lines = 0;
  {
    await using server = await startRealServer({
      catalogs: { products: [{ id: "p-1", title: "Lamp", price: 1, currency: "EUR" }] },
      environment: { WINNOW_TRUST_PROXY: "true" },
      log: openLog("trace", openSync(file, "w")),
    });
    const search = await server.issue();
    const { secret: admin } = await server.issue({ scopes: ["admin"] });
    const claims = { filters: [], expires_at: "2099-01-01T00:00:00Z" };
    const derived = deriveKey(search.id, search.secret, claims);
    for (const one of [admin, search.secret, derived]) secrets.add(one);
    let count = 0;
    const ask = async (path: string, init: RequestInit = {}) => {
      count += 1;
      const headers = {
        "x-api-key": admin,
        "x-forwarded-for": `10.1.${count >> 8}.${count & 255}`,
        ...(init.headers as object),
      };
      const answer = await fetch(server.url + path, { ...init, headers });
      await answer.arrayBuffer();
    };
    const typed = { "content-type": "application/json" };
    const post = (path: string, body: string, headers = {}) =>
      ask(path, { method: "POST", headers: { ...typed, ...headers }, body });
    await ask("/v1/search", { headers: { "x-api-key": derived } });
    await fc.assert(
      fc.asyncProperty(fc.oneof(...Object.values(marks)), place, async (mark, where) => {
        secrets.add(mark);
        const text = encodeURIComponent(mark);
        if (where === "q") await ask(`/v1/search?q=lamp+${text}&user=${text}&session=${text}`);
        else if (where === "suggest") await ask(`/v1/suggest?q=${text}`);
        else if (where === "filter") await ask(`/v1/search?filter.brand=${text}&filter.${text}=x`);
        else if (where === "post") await post("/v1/search", JSON.stringify({ q: mark, user: mark }));
        else if (where === "broken") await post("/v1/search", `{"q":"${mark}`);
        else if (where === "events") {
          const events = [{ type: "click", product: mark, user: mark, session: mark, note: mark }, { [mark]: mark }];
          await post("/v1/events", JSON.stringify({ events, key: mark }));
        } else if (where === "erase") await ask(`/v1/users/${text}`, { method: "DELETE" });
        else if (where === "path") await ask(`/${text}/${text}?${text}=${text}`);
        else if (where === "key")
          await ask(`/v1/keys?key=${text}`, { headers: { "x-api-key": mark, authorization: `Bearer ${mark}` } });
        else if (where === "cookie")
          await ask("/v1/jobs", {
            headers: { cookie: `winnow_console=${text}`, "user-agent": mark, referer: `http://x/${text}` },
          });
        else if (where === "login") await post("/console/login", JSON.stringify({ key: mark }));
        else
          await ask(`/v1/products/${text}`, {
            method: "PUT",
            headers: typed,
            body: JSON.stringify({ title: mark, price: mark }),
          });
      }),
      { numRuns: cases, seed },
    );
    lines = count;
    await server.running.learning.settle("products");
    await sleep(400);
  }
  await sleep(300);
  const log = readFileSync(file, "utf8");
  rmSync(file);
  expect(log.split("\n").length).toBeGreaterThan(lines / 2);
  expect([...secrets].filter((secret) => log.includes(secret) || log.includes(encodeURIComponent(secret)))).toEqual([]);
}, 60_000);
