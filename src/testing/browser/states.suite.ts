import type { Page } from "playwright-core";
import { asking, cards, hasFocus, settled, type Visitor } from "./visit.ts";

const BUSY = { title: "Overloaded", detail: "The shop is very busy just now.", status: 503, code: "overloaded" };

export const describeStates = (shop: () => Visitor): void => {
  describe("states of the page", () => {
    test("nothing found offers the departments, and one of them has products", async () => {
      const page = await shop().visit(asking({ q: "zzqqyx" }));
      await page.getByRole("heading", { name: "Nothing found for “zzqqyx”" }).waitFor();
      await page.getByRole("list", { name: "Departments" }).getByRole("link").first().click();
      expect(await settled(page)).toBeGreaterThan(0);
    });

    test("filters that leave nothing can be cleared in one step", async () => {
      const page = await shop().visit(asking({ q: "headphones", "filter.price": "900000..900001" }));
      await page.getByRole("button", { name: "Clear all filters" }).click();
      expect(await settled(page)).toBeGreaterThan(0);
    });

    test("an error says what the server said, and trying again works", async () => {
      let fail = true;
      const page = await shop().visit(asking({ q: "headphones" }), {
        before: (p) =>
          p.route("**/v1/search*", (route) =>
            fail ? route.fulfill({ status: 503, headers: { "retry-after": "2" }, json: BUSY }) : route.continue(),
          ),
      });
      const alert = page.getByRole("alert");
      expect(await alert.innerText()).toContain("very busy");
      expect(await alert.innerText()).toContain("2 seconds");
      expect(shop().complaints()).toHaveLength(1); // the browser's own line about the 503
      fail = false;
      await alert.getByRole("button", { name: "Try again" }).click();
      expect(await settled(page)).toBeGreaterThan(0);
    });

    test("an unreachable shop is said, on the front page too", async () => {
      const page = await shop().visit("/", { before: (p) => p.route("**/v1/search*", (route) => route.abort()) });
      expect(await page.getByRole("alert").innerText()).toContain("cannot be reached");
      shop().complaints();
    });

    test("old results stay, dimmed, until the new ones are there", async () => {
      const waiting: (() => void)[] = [];
      const page = await shop().visit(asking({ q: "headphones" }), {
        before: (p) =>
          p.route("**/v1/search*sort=price*", async (route) => {
            await new Promise<void>((resolve) => waiting.push(resolve));
            await route.continue();
          }),
      });
      await settled(page);
      await page.getByRole("combobox", { name: "Sort by" }).selectOption("price:desc");
      await page.locator(".results-stale .card").first().waitFor();
      expect(await page.locator("main").getAttribute("aria-busy")).toBe("true");
      await page.waitForTimeout(50);
      for (const go of waiting) go();
      await settled(page);
      expect(await page.locator(".results-stale").count()).toBe(0);
    });

    test("nothing on the page moves when the first answer comes", async () => {
      const page = await shop().visit(asking({ q: "headphones" }), {
        before: async (p) => {
          await p.addInitScript(
            "window.shift = 0; new PerformanceObserver((list) => { for (const e of list.getEntries()) window.shift += e.value; }).observe({ type: 'layout-shift', buffered: true });",
          );
          await p.route("**/v1/search*", async (route) => {
            await new Promise((resolve) => setTimeout(resolve, 150));
            await route.continue();
          });
        },
      });
      await settled(page);
      await page.waitForLoadState("networkidle");
      expect(await page.evaluate("window.shift")).toBeLessThan(0.05);
    });

    test("phone width: filters in a sheet that keeps the focus, nothing wider than the screen", async () => {
      const page = await shop().visit(asking({ q: "headphones" }), { phone: true });
      const all = await settled(page);
      await expectNoSidewaysScroll(page);
      await page.getByRole("button", { name: "Filters" }).click();
      const sheet = page.getByRole("dialog", { name: "Filters" });
      const brand = sheet.getByRole("list", { name: "Brand" }).getByRole("listitem").first();
      const promised = Number(await brand.locator(".count").innerText());
      await brand.getByRole("checkbox").check();
      await sheet.getByRole("button", { name: `Show ${promised} result` }).waitFor();
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press("Tab");
        expect(await page.evaluate(inDialogOrBrowser)).toBe(true);
      }
      await sheet.getByRole("button", { name: /^Show/ }).last().click();
      await sheet.waitFor({ state: "detached" });
      expect(await settled(page)).toBe(promised);
      expect(promised).toBeLessThan(all);
      expect(await page.getByRole("button", { name: "Filters" }).innerText()).toContain("1");
      await expectNoSidewaysScroll(await shop().visit("/", { phone: true }));
    });

    test("a keyboard goes past the header in one step and sees where it is", async () => {
      const page = await shop().visit(asking({ q: "headphones" }));
      await settled(page);
      await page.keyboard.press("Tab");
      expect(await hasFocus(page.getByRole("link", { name: "Skip to the products" }))).toBe(true);
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      expect(await page.locator("main :focus").count()).toBe(1);
      expect(await page.locator(":focus").evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe(
        "solid",
      );
    });

    test("the whole program is at most 40 kB of JavaScript, compressed, and asks nobody else for anything", async () => {
      const page = await shop().visit("/");
      await cards(page).first().waitFor();
      await page.waitForLoadState("networkidle");
      const loaded = await page.evaluate<{ name: string; encodedBodySize: number }[]>(
        "performance.getEntriesByType('resource').map(({ name, encodedBodySize }) => ({ name, encodedBodySize }))",
      );
      const scripts = loaded.filter(({ name }) => name.endsWith(".js"));
      expect(scripts.length).toBeGreaterThan(0);
      expect(scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)).toBeLessThanOrEqual(40_000);
      expect(loaded.filter(({ name }) => new URL(name).origin !== new URL(page.url()).origin)).toEqual([]);
    });

    test("dark by the system's wish, light by the visitor's, who is remembered", async () => {
      const page = await shop().visit("/", { dark: true });
      expect(await luminance(page)).toBeLessThan(50);
      await page.getByRole("button", { name: "Light theme" }).click();
      expect(await luminance(page)).toBeGreaterThan(200);
      await page.reload();
      await cards(page).first().waitFor();
      expect(await luminance(page)).toBeGreaterThan(200);
    });
  });
};

/** Between the last and the first element the focus may rest on the browser itself. */
const inDialogOrBrowser =
  "document.activeElement === document.body || document.activeElement.closest('dialog') !== null";

const expectNoSidewaysScroll = async (page: Page): Promise<void> => {
  expect(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
};

/** Of the page's background, 0 to 255. */
const luminance = async (page: Page): Promise<number> => {
  const colour: string = await page.evaluate("getComputedStyle(document.body).backgroundColor");
  return Math.max(...(colour.match(/\d+/g) ?? []).slice(0, 3).map(Number));
};
