import type { Page, Route } from "playwright-core";
import type { TrafficReport } from "../../events/traffic-report.ts";
import { fakeJob, fakeModel, startTestServer, type TestServer, adminKey } from "../harness.ts";
import type { RunningShop } from "./shop.ts";
import type { Visitor } from "./visit.ts";

/** Each sets `window.hacked` when the console takes it for more than text. */
const PAYLOADS = [
  `<img src=x onerror="window.hacked=1">`,
  `"><svg onload=window.hacked=1><script>window.hacked=1</script>`,
  `javascript:window.hacked=1//'><iframe srcdoc="<script>parent.hacked=1</script>">`,
] as const;

/** What the server itself says, from a list of its own: no stranger's words get there. */
const OWN = new Set(["status", "state", "kind", "order", "arm", "trainer", "name", "feature_set", "retrain_at"]);

const PAGES = ["Now", "Models", "Decisions", "Traffic", "Synonyms", "Texts", "Jobs"] as const;

export const describeHostileConsole = (visitor: () => Visitor, shop: () => RunningShop): void => {
  describe("the console, where every word comes from a stranger", () => {
    let answers: TestServer;
    beforeAll(async () => {
      answers = await startTestServer({ shop: { traffic: () => Promise.resolve(traffic), ...strange } });
    });
    afterAll(() => answers[Symbol.asyncDispose]());

    test.each(PAYLOADS)(
      "shows it as text on every page: %s",
      async (payload) => {
        let shown = 0;
        const before = (page: Page) =>
          page.route(/\/v1\//, async (route: Route) => {
            const { pathname, search } = new URL(route.request().url());
            if (route.request().method() !== "GET") {
              await route.continue();
              return;
            }
            const answer = await fetch(answers.url + pathname + search, { headers: { "x-api-key": adminKey } });
            const body: unknown = answer.ok ? strangeWords(await answer.json(), payload, "") : await answer.json();
            shown += 1;
            await route.fulfill({ status: answer.status, contentType: "application/json", body: JSON.stringify(body) });
          });
        const page = await visitor().visit("/console", { before });
        await page.getByLabel(/key/i).fill(shop().adminKey);
        await page.keyboard.press("Enter");
        await page.getByRole("button", { name: "Sign out" }).waitFor({ timeout: 10_000 });
        const withPayload: string[] = [];
        for (const name of PAGES) {
          await page.getByRole("navigation", { name: "Console" }).getByRole("link", { name }).click({ timeout: 5000 });
          await page.getByRole("heading", { level: 1, name }).waitFor({ timeout: 5000 });
          await page.waitForTimeout(400);
          await page.evaluate("for (const closed of document.querySelectorAll('details')) closed.open = true");
          await page.waitForTimeout(200);
          if ((await page.locator("body").innerText()).includes(payload)) withPayload.push(name);
          expect([name, await page.evaluate("typeof window.hacked")]).toEqual([name, "undefined"]);
          const elements = page.locator(
            "body :is(script, iframe, img[src=x], [onerror], [onload], [href^='javascript:'])",
          );
          expect([name, await elements.count()]).toEqual([name, 0]);
        }
        // A job's log is asked for by its id, which no job has that is called so; nothing else is complained of.
        expect(
          visitor()
            .complaints()
            .filter((one) => !one.includes("404")),
        ).toEqual([]);
        expect(shown).toBeGreaterThan(PAGES.length);
        expect(withPayload).toEqual(expect.arrayContaining(["Decisions", "Traffic", "Synonyms", "Texts", "Jobs"]));
      },
      60_000,
    );
  });
};

/** Every word of an answer that may be a stranger's, exchanged. */
const strangeWords = (value: unknown, payload: string, key: string): unknown => {
  if (typeof value === "string") return OWN.has(key) || /^\d{4}-\d\d-\d\dT/.test(value) ? value : payload;
  if (Array.isArray(value)) return value.map((one) => strangeWords(one, payload, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, strangeWords(one, payload, name)]));
};

const counts = { searches: 3, zero_results: 1, clicks: 1, add_to_carts: 0, purchases: 0, set_aside: 0 };
const asked = { text: "asked", searches: 3, clicked: 1, purchased: 0, zero_results: 1 };

const traffic: TrafficReport = {
  ...{ from_ms: 0, to_ms: 60_000, step_ms: 60_000, buckets: [{ at_ms: 0, ...counts }], totals: counts },
  ...{ top_queries: [asked], empty_queries: [asked], arms: [], behind: 0 },
};

const failed = { ...fakeJob, state: "dead" as const, failures: 5, error: "why", result: { written: "what" } };

const strange = {
  jobs: {
    list: () =>
      Promise.resolve({
        jobs: [failed],
        names: [],
        schedules: [],
      }),
    find: () => Promise.resolve({ job: failed, log: ["a line", fakeModel.version] }),
    enqueue: () => Promise.reject(new Error("not asked")),
    cancel: () => Promise.reject(new Error("not asked")),
    retry: () => Promise.reject(new Error("not asked")),
  },
};
