import type { Page, Route } from "playwright-core";
import { hasFocus, parametersOf, searchField, settled, type Visitor } from "./visit.ts";

export const describeAutocomplete = (shop: () => Visitor): void => {
  describe("autocomplete", () => {
    test("opens while typing, marks what was typed and groups what it offers", async () => {
      const page = await typing(shop(), "headph");
      expect(await searchField(page).getAttribute("aria-expanded")).toBe("true");
      expect(await page.getByRole("group", { name: "Products" }).getByRole("option").count()).toBeGreaterThan(0);
      const suggestion = page.getByRole("group", { name: "Suggestions" }).getByRole("option").first();
      expect((await suggestion.locator("mark").first().innerText()).toLowerCase()).toBe("headph");
      expect(await page.getByRole("group", { name: "Products" }).locator("img").count()).toBeGreaterThan(0);
    });

    test("arrow keys walk through all groups and around; Home leaves the list; Escape closes it and keeps the text", async () => {
      const page = await typing(shop(), "headph");
      const count = await page.getByRole("option").count();
      await page.keyboard.press("ArrowDown");
      expect(await activeIndex(page)).toBe(0);
      await page.keyboard.press("ArrowUp");
      expect(await activeIndex(page)).toBe(-1);
      await page.keyboard.press("ArrowUp");
      expect(await activeIndex(page)).toBe(count - 1);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      expect(await activeIndex(page)).toBe(0);
      await page.keyboard.press("Home");
      expect(await activeIndex(page)).toBe(-1);
      await page.keyboard.press("Escape");
      expect(await page.getByRole("option").count()).toBe(0);
      expect(await searchField(page).inputValue()).toBe("headph");
      expect(await hasFocus(searchField(page))).toBe(true);
    });

    test("Enter takes the chosen suggestion", async () => {
      const page = await typing(shop(), "headph");
      await page.keyboard.press("ArrowDown");
      const chosen = await page.locator("[role=option][aria-selected=true] .search-option-text").innerText();
      await page.keyboard.press("Enter");
      await settled(page);
      expect(parametersOf(page).get("q")).toBe(chosen);
      expect(await searchField(page).inputValue()).toBe(chosen);
    });

    test("a category and a product lead there at a click", async () => {
      const page = await typing(shop(), "aud");
      await page.getByRole("group", { name: "Categories" }).getByRole("option").first().click();
      await settled(page);
      expect(parametersOf(page).get("filter.categories")).not.toBeNull();

      const other = await typing(shop(), "headph");
      await other.getByRole("group", { name: "Products" }).getByRole("option").first().click();
      await other.getByRole("dialog").waitFor();
      expect(parametersOf(other).get("product")).not.toBeNull();
    });

    test("an older answer never replaces a newer one", async () => {
      const delayed: Route[] = [];
      const page = await shop().visit("/", {
        before: (p) =>
          p.route("**/v1/suggest*", (route) => {
            if (new URL(route.request().url()).searchParams.get("q") !== "hea") return route.continue();
            delayed.push(route);
            return undefined;
          }),
      });
      await searchField(page).pressSequentially("hea", { delay: 5 });
      await page.waitForTimeout(150);
      await searchField(page).pressSequentially("dph");
      await page.getByRole("group", { name: "Suggestions" }).waitFor();
      const newer = await page.getByRole("listbox").innerText();
      expect(delayed.length).toBe(1);
      await delayed[0]!
        .fulfill({ json: { suggestions: [{ text: "older", count: 1 }], brands: [], categories: [], products: [] } })
        .catch(() => undefined);
      await page.waitForTimeout(100);
      expect(await page.getByRole("listbox").innerText()).toBe(newer);
    });
  });
};

const typing = async (shop: Visitor, text: string): Promise<Page> => {
  const page = await shop.visit("/");
  await searchField(page).pressSequentially(text, { delay: 10 });
  await page.getByRole("option").first().waitFor();
  // The last answer, not one to the first letters.
  await page.waitForLoadState("networkidle");
  return page;
};

const activeIndex = async (page: Page): Promise<number> => {
  const id = await searchField(page).getAttribute("aria-activedescendant");
  if (id === null) return -1;
  expect(await page.locator(`#${id}`).getAttribute("aria-selected")).toBe("true");
  return Number(id.replace(/\D/g, ""));
};
