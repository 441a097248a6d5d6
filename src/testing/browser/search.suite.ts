import type { Page } from "playwright-core";
import { asking, cards, eventually, hasFocus, parametersOf, searchField, settled, type Visitor } from "./visit.ts";

const WORD = "headphones";
const SLIP = "headphnoes";
const UNKNOWN = "zzqqyx";

export const describeSearching = (shop: () => Visitor): void => {
  describe("searching", () => {
    test("a word typed and Enter show products that have it, and the address and the title say so", async () => {
      const page = await shop().visit("/");
      await searchField(page).fill(WORD);
      await searchField(page).press("Enter");
      const total = await settled(page);
      expect(total).toBeGreaterThan(0);
      expect(parametersOf(page).get("q")).toBe(WORD);
      expect(await page.title()).toContain(WORD);
      expect((await cards(page).first().innerText()).toLowerCase()).toContain("headphone");
      await expectAnnounced(page, `${total.toLocaleString("en-GB")} result`);
    });

    test("a slip is corrected, and the visitor may insist on it", async () => {
      const page = await shop().visit(asking({ q: SLIP }));
      expect(await settled(page)).toBeGreaterThan(0);
      const notice = page.locator(".notices");
      expect(await notice.innerText()).toContain(`Showing results for ${WORD}`);
      await notice.getByRole("link", { name: SLIP }).click();
      await page.getByRole("heading", { name: /Nothing found/ }).waitFor();
      expect(await notice.count()).toBe(0);
    });

    test("a word that no product has beside the others is dropped and said so", async () => {
      const page = await shop().visit(asking({ q: `${WORD} ${UNKNOWN}` }));
      expect(await settled(page)).toBeGreaterThan(0);
      expect(await page.locator(".notices").innerText()).toContain(`without ${UNKNOWN}`);
    });

    test("sorting by price puts the cheapest first, and reload keeps the order", async () => {
      const page = await shop().visit(asking({ q: WORD }));
      await settled(page);
      await page.getByRole("combobox", { name: "Sort by" }).selectOption("price:asc");
      await page.waitForURL(/sort=price%3Aasc/);
      await settled(page);
      const prices = await pricesOf(page);
      expect(prices.length).toBeGreaterThan(3);
      expect(prices).toEqual([...prices].sort((a, b) => a - b));
      await page.reload();
      await settled(page);
      expect(await pricesOf(page)).toEqual(prices);
    });

    test("pages are links; the next one starts at its top with other products", async () => {
      const page = await shop().visit(asking({ q: "" }));
      await settled(page);
      const first = await cards(page).first().innerText();
      const link = page.getByRole("link", { name: "Page 2", exact: true });
      expect(await link.getAttribute("href")).toContain("page=2");
      await link.click();
      await page.waitForURL(/page=2/);
      await settled(page);
      expect(await page.evaluate("scrollY")).toBe(0);
      expect(await page.evaluate("document.activeElement.tagName")).toBe("H1");
      expect(await cards(page).first().innerText()).not.toBe(first);
      await page.goBack();
      await settled(page);
      expect(await cards(page).first().innerText()).toBe(first);
    });

    test("going back and reloading return to where the page was scrolled to", async () => {
      const page = await shop().visit(asking({ q: "" }));
      await settled(page);
      const next = page.getByRole("link", { name: "Next page" });
      await next.scrollIntoViewIfNeeded();
      const left = Number(await page.evaluate("scrollY"));
      expect(left).toBeGreaterThan(500);
      await next.click();
      await page.waitForURL(/page=2/);
      await page.goBack();
      await eventually(page, "scrollY", (y) => Math.abs(y - left) < 2);
      await page.waitForTimeout(300);
      await page.reload();
      await eventually(page, "scrollY", (y) => Math.abs(y - left) < 2);
    });

    test("a product opens over the results, closes with Escape, gives the focus back and can be shared", async () => {
      const page = await shop().visit(asking({ q: WORD }));
      await settled(page);
      const link = cards(page).first().getByRole("link");
      await link.click();
      const dialog = page.getByRole("dialog");
      const title = await dialog.getByRole("heading", { level: 2 }).innerText();
      const shared = page.url();
      expect(await page.title()).toContain(title);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      expect(await hasFocus(link)).toBe(true);
      expect(parametersOf(page).has("product")).toBe(false);
      await page.goto(shared);
      expect(await dialog.getByRole("heading", { level: 2 }).innerText()).toBe(title);
    });

    test("a product's variants are chosen in place, and closing leads back to the results in one step", async () => {
      const page = await shop().visit(asking({ q: "jacket" }));
      await settled(page);
      await cards(page).filter({ hasText: "variants" }).first().getByRole("link").click();
      const dialog = page.getByRole("dialog");
      const current = dialog.locator(".variants a[aria-current]").first();
      const before = parametersOf(page).get("product");
      const chosen = await current.getAttribute("aria-label");
      const other = dialog.locator(".variants section").first().locator("a:not([aria-current])").first();
      const name = (await other.getAttribute("aria-label")) ?? "";
      await other.click();
      await page.waitForURL((url) => url.searchParams.get("product") !== before);
      await dialog.getByRole("link", { name, exact: true }).and(page.locator("[aria-current]")).waitFor();
      expect(name).not.toBe(chosen);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      expect(parametersOf(page).get("q")).toBe("jacket");
      await page.goForward();
      await dialog.waitFor();
    });

    test("a shared product that the page behind does not show is fetched on its own", async () => {
      const page = await shop().visit(asking({ q: WORD }));
      await settled(page);
      await cards(page).first().getByRole("link").click();
      const id = parametersOf(page).get("product") ?? "";
      const title = await page.getByRole("dialog").getByRole("heading", { level: 2 }).innerText();
      const other = await shop().visit(asking({ q: UNKNOWN, product: id }));
      expect(await other.getByRole("dialog").getByRole("heading", { level: 2 }).innerText()).toBe(title);
    });
  });
};

const pricesOf = async (page: Page): Promise<readonly number[]> =>
  (await page.locator(".card-price strong").allInnerTexts()).map((text) => Number(text.replace(/[^\d.]/g, "")));

/** Screen readers hear it from a live region. */
const expectAnnounced = async (page: Page, text: string): Promise<void> => {
  await page.locator("main [role=status]", { hasText: text }).waitFor({ state: "attached" });
};
