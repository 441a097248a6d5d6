import type { Locator, Page } from "playwright-core";
import { asking, cards, eventually, hasFocus, parametersOf, settled, type Visitor } from "./visit.ts";

export const describeNarrowing = (shop: () => Visitor): void => {
  describe("narrowing", () => {
    test("a ticked brand leaves as many results as it promised; its chip and the back button undo it", async () => {
      const page = await shop().visit(asking({ q: "headphones" }));
      const all = await settled(page);
      const brand = values(page, "Brand").first();
      const promised = Number(await brand.locator(".count").innerText());
      const name = await brand.locator(".check-text").innerText();
      await brand.getByRole("checkbox").check();
      await page.waitForURL(/filter\.brand=/);
      expect(await settled(page)).toBe(promised);
      expect(await cards(page).locator(".card-brand").allInnerTexts()).toEqual(
        Array.from({ length: Math.min(promised, 24) }, () => name),
      );

      await page.getByRole("button", { name: `Remove filter Brand: ${name}` }).click();
      await page.waitForURL((url) => !url.searchParams.has("filter.brand"));
      expect(await settled(page)).toBe(all);
      expect(await page.evaluate("document.activeElement.tagName")).toBe("H1");
      await page.goBack();
      expect(await settled(page)).toBe(promised);
      expect(await brand.getByRole("checkbox").isChecked()).toBe(true);
      await page.reload();
      expect(await settled(page)).toBe(promised);
    });

    test("a second value of a facet widens, and a keyboard stays where it is", async () => {
      const page = await shop().visit(asking({ q: "" }));
      await settled(page);
      const boxes = values(page, "Colour").getByRole("checkbox");
      await boxes.nth(0).focus();
      await page.keyboard.press("Space");
      await page.waitForURL(/filter\.attributes\.colour=/);
      const one = await settled(page);
      expect(await hasFocus(boxes.nth(0))).toBe(true);
      await boxes.nth(1).focus();
      await page.keyboard.press("Space");
      await page.waitForURL((url) => url.searchParams.getAll("filter.attributes.colour").length === 2);
      expect(await settled(page)).toBeGreaterThan(one);
    });

    test("a long facet can be searched and opened", async () => {
      const page = await shop().visit(asking({ q: "" }));
      await settled(page);
      const brands = values(page, "Brand");
      const shown = await brands.count();
      const section = page.locator(".facet", { has: page.getByRole("list", { name: "Brand", exact: true }) });
      await section.getByRole("button", { name: /^Show .* more$/ }).click();
      await eventually(page, `document.querySelectorAll('ul[aria-label="Brand"] > li').length`, (n) => n > shown);
      const last = await brands.last().locator(".check-text").innerText();
      await page.getByRole("searchbox", { name: "Find in Brand" }).fill(last.slice(0, 4));
      await brands.locator("mark").first().waitFor();
      expect(await brands.locator(".check-text").allInnerTexts()).toContain(last);
      for (const text of await brands.locator(".check-text").allInnerTexts()) {
        expect(text.toLowerCase()).toContain(last.slice(0, 4).toLowerCase());
      }
    });

    test("the category tree leads down and up again", async () => {
      const page = await shop().visit(asking({ q: "" }));
      const all = await settled(page);
      const tree = page.getByRole("list", { name: "Category" });
      await tree.getByRole("link").first().click();
      await page.waitForURL(/filter\.categories=/);
      const department = await settled(page);
      expect(department).toBeLessThan(all);
      await tree.locator(".tree-depth-1 a").first().click();
      await page.waitForURL(/filter\.categories=.*(%3E|>)/);
      expect(await settled(page)).toBeLessThanOrEqual(department);
      await tree.getByRole("link", { name: "All departments" }).click();
      await page.waitForURL((url) => !url.searchParams.has("filter.categories"));
      expect(await settled(page)).toBe(all);
    });

    test("a price range holds for every product shown, by fields and by the slider's keys", async () => {
      const page = await shop().visit(asking({ q: "" }));
      const all = await settled(page);
      await page.getByRole("spinbutton", { name: "Highest price" }).fill("50");
      await page.keyboard.press("Enter");
      await page.waitForURL(/filter\.price=\.\.50/);
      const cheap = await settled(page);
      expect(cheap).toBeLessThan(all);
      const prices = await page.locator(".card-price strong").allInnerTexts();
      expect(Math.max(...prices.map((text) => Number(text.replace(/[^\d.]/g, ""))))).toBeLessThanOrEqual(50);

      await page.getByRole("slider", { name: "Price from" }).focus();
      for (let i = 0; i < 20; i++) await page.keyboard.press("ArrowRight");
      await page.waitForURL((url) => /^\d+(\.\d+)?\.\.50$/.test(url.searchParams.get("filter.price") ?? ""));
      expect(await settled(page)).toBeLessThan(cheap);
    });

    test("in stock only leaves nothing that is sold out", async () => {
      const page = await shop().visit(asking({ q: "" }));
      const all = await settled(page);
      await page.getByRole("switch", { name: "In stock only" }).check();
      await page.waitForURL(/filter\.in_stock=true/);
      expect(await settled(page)).toBeLessThan(all);
      expect(await cards(page).getByText("Sold out").count()).toBe(0);
    });

    test("clear all takes every filter back at once", async () => {
      const page = await shop().visit(asking({ q: "", "filter.in_stock": "true", "filter.price": "10..100" }));
      await settled(page);
      await page.getByRole("button", { name: "Clear all" }).click();
      await page.waitForURL((url) => url.search === "?q=");
      expect([...parametersOf(page).keys()]).toEqual(["q"]);
    });
  });
};

const values = (page: Page, facet: string): Locator =>
  page.getByRole("list", { name: facet, exact: true }).getByRole("listitem");
