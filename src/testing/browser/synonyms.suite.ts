import type { Locator, Page } from "playwright-core";
import { defaultCatalog, openStores } from "../../compose.ts";
import { readConfig } from "../../config/config.ts";
import type { Synonym } from "../../domain/synonym.ts";
import { synonymId } from "../../synonyms/synonym-id.ts";
import { violations } from "./accessibility.suite.ts";
import type { RunningShop } from "./shop.ts";
import { hasFocus, type Visitor, type VisitOptions } from "./visit.ts";

/** The review queue with proposals of the test's own, by keyboard alone. */
export const describeSynonyms = (visits: () => Visitor, shop: () => RunningShop): void => {
  const signedIn = async (how: VisitOptions = {}): Promise<Page> => {
    const page = await visits().visit("/console/synonyms", how);
    await page.getByLabel(/key/i).fill(shop().adminKey);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    return page;
  };

  const statusOf = async (from: string, to: string): Promise<string | undefined> => {
    const head = { authorization: `Bearer ${shop().adminKey}` };
    const answer = await fetch(`${shop().address}/v1/synonyms?limit=500`, { headers: head });
    const { synonyms } = (await answer.json()) as { synonyms: readonly { from: string; to: string; status: string }[] };
    return synonyms.find((one) => one.from === from && one.to === to)?.status;
  };

  describe("the console's synonyms to decide", () => {
    beforeAll(async () => {
      const stores = await openStores(readConfig({ WINNOW_DATA: shop().folder }));
      await stores.synonyms.save(proposed("earboomers", "headphones", 7));
      await stores.synonyms.save(proposed("walkaroos", "headphones", 5));
      await stores.close();
    });

    test("are decided on by keyboard, with what speaks for them and what they change, and all is undone", async () => {
      const page = await signedIn();
      const card = cardOf(page, "earboomers → headphones");
      await card
        .getByText("7 shoppers gave up the one and got somewhere with the other: 88% of those who did.")
        .waitFor();
      await card.getByText("“cheap earboomers”, then “headphones”").waitFor();
      await press(page, card.getByText("Before and after"));
      await card.getByText("Who searches for “cheap earboomers” finds").waitFor();
      const [without, having] = [
        card.getByRole("region", { name: "Without it" }),
        card.getByRole("region", { name: "With it" }),
      ];
      await having.getByRole("heading", { name: /^With it: [1-9]/ }).waitFor();
      expect(await having.getByRole("listitem").count()).toBe(5);
      expect(await having.getByText("new", { exact: true }).count()).toBe(5);
      expect(await without.getByText("new", { exact: true }).count()).toBe(0);
      const [left, right] = [await without.boundingBox(), await having.boundingBox()];
      expect([left!.y, left!.x < right!.x]).toEqual([right!.y, true]);

      for (const [name, status] of [
        ["Search by it:", "live"],
        ["Refuse", "refused"],
      ] as const) {
        await press(page, card.getByRole("button", { name: `${name} earboomers → headphones` }));
        const undo = page.getByRole("button", { name: /^Undo/ });
        await undo.waitFor();
        expect(await statusOf("earboomers", "headphones")).toBe(status);
        expect([await card.count(), await hasFocus(undo)]).toEqual([0, true]);
        // The next one is a key away.
        await page.keyboard.press("Tab");
        expect(await hasFocus(cardOf(page, "walkaroos → headphones").getByText("Before and after"))).toBe(true);
        await page.keyboard.press("Shift+Tab");
        await page.keyboard.press("Enter");
        await card.waitFor();
        expect(await statusOf("earboomers", "headphones")).toBe("proposed");
        expect(await hasFocus(card.getByRole("heading", { level: 2 }))).toBe(true);
      }
    });

    test("are put in other words by keyboard, seen before and taken back with one key", async () => {
      const page = await signedIn();
      const card = cardOf(page, "walkaroos → headphones");
      const edit = card.getByRole("button", { name: "Edit walkaroos → headphones" });
      await press(page, edit);
      const form = page.getByRole("form", { name: "Edit walkaroos → headphones" });
      await form.waitFor();
      expect(await hasFocus(form.getByLabel("Shoppers write"))).toBe(true);
      await press(page, form.getByRole("button", { name: "Leave as it was" }));
      await edit.waitFor();
      expect(await hasFocus(edit)).toBe(true);
      await page.keyboard.press("Enter");
      await press(page, card.getByText("Before and after"));
      await card.getByRole("heading", { name: /^With it: [1-9]/ }).waitFor();
      await form.getByLabel("The catalogue writes").focus();
      await page.keyboard.press("Control+A");
      await page.keyboard.type("nothing of ours");
      await card.getByRole("heading", { name: "With it: 0 products" }).waitFor();
      await page.keyboard.press("Control+A");
      await page.keyboard.type("speaker");
      await card.getByRole("heading", { name: /^With it: [1-9]/ }).waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Enter");
      const undo = page.getByRole("button", { name: /^Undo: walkaroos → headphones is now walkaroos → speaker/ });
      await undo.waitFor();
      expect([await statusOf("walkaroos", "headphones"), await statusOf("walkaroos", "speaker")]).toEqual([
        "refused",
        "live",
      ]);
      expect([await card.count(), await hasFocus(undo)]).toEqual([0, true]);
      await page.keyboard.press("Enter");
      await card.waitFor();
      expect([await statusOf("walkaroos", "headphones"), await statusOf("walkaroos", "speaker")]).toEqual([
        "proposed",
        "retired",
      ]);
    });

    test.each([{ name: "desk" }, { name: "desk, dark", dark: true }, { name: "phone", phone: true }])(
      "have nothing that axe finds wrong, and fit, with all open ($name)",
      async (way) => {
        const page = await signedIn(way);
        const card = cardOf(page, "earboomers → headphones");
        await press(page, card.getByText("Before and after"));
        await card.getByRole("heading", { name: /^With it: [1-9]/ }).waitFor();
        await press(page, card.getByRole("button", { name: /^Edit/ }));
        await press(page, page.getByRole("button", { name: "Refuse walkaroos → headphones" }));
        const undo = page.getByRole("button", { name: /^Undo/ });
        await undo.waitFor();
        expect(await violations(page)).toEqual([]);
        expect(Number(await page.evaluate("document.documentElement.scrollWidth - innerWidth"))).toBeLessThanOrEqual(0);
        // Back up the page: the bar above hides nothing that has the focus.
        for (let back = 0; back < 8; back += 1) {
          await page.keyboard.press("Shift+Tab");
          expect([back, Number(await page.evaluate(BELOW_BAR)) >= 0]).toEqual([back, true]);
        }
        const folder = process.env["WINNOW_SCREENSHOTS"];
        if (folder !== undefined) await page.screenshot({ path: `${folder}/synonyms-${way.name}.png`, fullPage: true });
        await undo.press("Enter");
        await cardOf(page, "walkaroos → headphones").waitFor();
      },
    );
  });
};

const BELOW_BAR =
  "document.activeElement.getBoundingClientRect().top - document.querySelector('.top').getBoundingClientRect().bottom";

const cardOf = (page: Page, name: string): Locator =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 2, name }) });

/** As a keyboard does. */
const press = async (page: Page, what: Locator): Promise<void> => {
  await what.focus();
  await page.keyboard.press("Enter");
};

/** As the log's miner would keep it. */
const proposed = (from: string, to: string, shoppers: number): Synonym => ({
  ...{ catalog: defaultCatalog, id: synonymId(from, to), revision: 1, kind: "one_way", from, to },
  ...{ status: "proposed", source: "log", watch: null, by: "backfill" },
  evidence: { shoppers, share: 0.875, lift: 40, examples: [{ searched: `cheap ${from}`, then: to }] },
  effect: {
    ...{ searches: 12, recovered: 12, emptyBefore: 12, emptyAfter: 0, displaced: 0 },
    ...{ refoundBefore: 0, refoundAfter: 0.75, ndcgBefore: 0, ndcgAfter: 0.6 },
  },
  createdAtMs: Date.UTC(2026, 0, 15),
  updatedAtMs: Date.UTC(2026, 0, 15),
});
