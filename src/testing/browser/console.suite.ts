import type { Page } from "playwright-core";
import { violations } from "./accessibility.suite.ts";
import type { RunningShop } from "./shop.ts";
import type { Visitor, VisitOptions } from "./visit.ts";

const PAGES = ["Now", "Models", "Decisions", "Traffic", "Synonyms", "Texts", "Jobs"] as const;

const WAYS: readonly (VisitOptions & { readonly name: string })[] = [
  { name: "on a desk" },
  { name: "on a desk, dark", dark: true },
  { name: "on a phone", phone: true },
];

export const describeConsole = (visits: () => Visitor, shop: () => RunningShop): void => {
  const signedIn = async (path: string, how: VisitOptions = {}): Promise<Page> => {
    const page = await visits().visit(path, how);
    await page.getByLabel(/key/i).fill(shop().adminKey);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    return page;
  };

  describe("the console", () => {
    test("lets nobody in with another key, and says so", async () => {
      const page = await visits().visit("/console");
      await page.getByLabel(/key/i).fill("wk_admin_of-somewhere-else");
      await page.keyboard.press("Enter");
      await page.getByRole("alert").waitFor();
      expect(await page.getByRole("button", { name: "Sign out" }).count()).toBe(0);
      // The refusal itself, which every browser prints.
      visits().complaints();
    });

    test.each(WAYS)("has nothing that axe finds wrong, and fits, $name", async (way) => {
      const page = await signedIn("/console", way);
      for (const name of PAGES) {
        await page.getByRole("navigation", { name: "Console" }).getByRole("link", { name }).click();
        await page.getByRole("heading", { level: 1, name }).waitFor();
        expect([name, await violations(page)]).toEqual([name, []]);
        const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
        expect([name, Number(overflow) <= 0]).toEqual([name, true]);
      }
    });

    test("gives a synonym that is searched by within seconds, and takes it back", async () => {
      const page = await signedIn("/console/synonyms");
      const found = async () =>
        ((await (await fetch(`${shop().address}/v1/search?q=headwarmers`)).json()) as { total: number }).total;
      expect(await found()).toBe(0);
      const listed = await signedIn("/console/traffic");
      await listed.getByRole("row", { name: "headwarmers 1 0", exact: true }).waitFor();
      await page.getByLabel("Shoppers write").fill("headwarmers");
      await page.getByLabel("The catalogue writes").fill("headphones");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: /^Live/ }).click();
      await page.getByRole("heading", { name: "headwarmers → headphones" }).waitFor();
      for (let tries = 0; tries < 100 && (await found()) === 0; tries += 1) await page.waitForTimeout(100);
      expect(await found()).toBeGreaterThan(0);
      await listed.getByText(/ of these \d+ find something by now$/).waitFor();
      await page.getByText("Before and after").click();
      await page.getByRole("heading", { name: "Without it: 0 products" }).waitFor();
      await page.getByRole("heading", { name: /^With it: [1-9]/ }).waitFor();
      await page.getByRole("button", { name: /^Take back headwarmers/ }).click();
      await page.getByText("None.").waitFor();
      for (let tries = 0; tries < 100 && (await found()) > 0; tries += 1) await page.waitForTimeout(100);
      expect(await found()).toBe(0);
    });

    test("shows a job, ends it and begins it again, by keyboard alone", async () => {
      const asked = await fetch(`${shop().address}/v1/jobs`, {
        method: "POST",
        headers: { authorization: `Bearer ${shop().adminKey}`, "content-type": "application/json" },
        body: JSON.stringify({ name: "retention", id: "from-a-browser-test", delay_seconds: 3600 }),
      });
      const { id } = (await asked.json()) as { id: string };
      const page = await signedIn("/console/jobs");
      const card = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: new RegExp(id) }) });
      await card.getByText("comes later").waitFor();
      await page.getByRole("button", { name: `End: ${id}` }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("dialog").getByRole("button", { name: "End it" }).focus();
      await page.keyboard.press("Enter");
      await card.getByText("ended", { exact: true }).waitFor();
      await page.getByRole("button", { name: `Try again: ${id}` }).focus();
      await page.keyboard.press("Enter");
      await page.getByText("done", { exact: true }).first().waitFor();
    });
  });
};
