import axe from "axe-core";
import type { Page } from "playwright-core";
import { asking, cards, searchField, settled, type VisitOptions, type Visitor } from "./visit.ts";

interface Scene {
  readonly name: string;
  readonly path: string;
  readonly prepare: (page: Page) => Promise<unknown>;
}

const FIRST_CARD = (page: Page) => cards(page).first().waitFor();

const SCENES: readonly Scene[] = [
  { name: "the front page", path: "/", prepare: FIRST_CARD },
  { name: "results", path: asking({ q: "headphones" }), prepare: settled },
  {
    name: "narrowed results",
    path: asking({ q: "headphnoes", "filter.in_stock": "true", "filter.price": "10..500" }),
    prepare: settled,
  },
  {
    name: "nothing found",
    path: asking({ q: "zzqqyx" }),
    prepare: (page) => page.getByRole("heading", { name: /Nothing/ }).waitFor(),
  },
  {
    name: "autocomplete",
    path: "/",
    prepare: async (page) => {
      await FIRST_CARD(page);
      await searchField(page).pressSequentially("headph");
      await page.getByRole("option").first().waitFor();
      await page.keyboard.press("ArrowDown");
    },
  },
  {
    name: "a product",
    path: asking({ q: "headphones" }),
    prepare: async (page) => {
      await cards(page).first().getByRole("link").click();
      await page.getByRole("dialog").getByRole("heading", { level: 2 }).waitFor();
    },
  },
];

const WAYS: readonly (VisitOptions & { readonly name: string })[] = [
  { name: "light" },
  { name: "dark", dark: true },
  { name: "on a phone", phone: true },
  { name: "on a phone, dark", phone: true, dark: true },
];

export const describeAccessibility = (shop: () => Visitor): void => {
  describe("axe finds nothing wrong with", () => {
    for (const scene of SCENES) {
      test.each(WAYS)(`${scene.name}, $name`, async (way) => {
        const page = await shop().visit(scene.path, way);
        await scene.prepare(page);
        expect(await violations(page)).toEqual([]);
      });
    }

    test("the filter sheet", async () => {
      const page = await shop().visit(asking({ q: "headphones" }), { phone: true });
      await settled(page);
      await page.getByRole("button", { name: "Filters" }).click();
      await page.getByRole("dialog", { name: "Filters" }).waitFor();
      expect(await violations(page)).toEqual([]);
    });
  });
};

/** As `rule: element`, for the rules of WCAG 2.2 A and AA and axe's own good practice. */
export const violations = async (page: Page): Promise<readonly string[]> => {
  // Not until the network is idle: what a beacon sends never ends for the browser's observer.
  await page.waitForLoadState("load");
  await page.evaluate(
    "Promise.all([...document.images].filter((one) => one.loading !== 'lazy').map((one) => one.decode().catch(() => null)))",
  );
  // Evaluated rather than added as a script, which the page's policy refuses.
  await page.evaluate(axe.source);
  const found: { id: string; nodes: { target: unknown[]; failureSummary?: string }[] }[] = await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations)",
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
  );
};
