import { type Browser, type BrowserContext, chromium, type Locator, type Page } from "playwright-core";

/** What a suite of browser tests needs: a running shop and a browser. */
export interface Visitor {
  /** A new window on the shop at `path`; closed with the others after the test. */
  visit(path: string, how?: VisitOptions): Promise<Page>;
  /** Everything the browser complained about since the last call: page errors, policy violations, console errors. */
  complaints(): readonly string[];
}

export interface VisitOptions {
  readonly phone?: boolean;
  readonly dark?: boolean;
  /** Called before the page is loaded, to put routes in its way. */
  readonly before?: (page: Page) => Promise<unknown>;
}

export interface Visits extends Visitor, AsyncDisposable {
  /** Closes the windows of a test. */
  leave(): Promise<void>;
}

/** @param address of the shop, without a slash at the end; known by the first visit */
export const openBrowser = async (address: () => string): Promise<Visits> => {
  const browser: Browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  const contexts: BrowserContext[] = [];
  let complaints: string[] = [];
  return {
    async visit(path, { phone = false, dark = false, before } = {}) {
      const context = await browser.newContext({
        viewport: phone ? { width: 390, height: 844 } : { width: 1280, height: 900 },
        isMobile: phone,
        hasTouch: phone,
        colorScheme: dark ? "dark" : "light",
        // So that nothing is still fading in when colours are measured.
        reducedMotion: "reduce",
        locale: "en-GB",
      });
      contexts.push(context);
      const page = await context.newPage();
      page.on("pageerror", (error) => complaints.push(`${path}: ${error.message}`));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(`${path}: ${message.text()}`);
      });
      await before?.(page);
      await page.goto(address() + path);
      return page;
    },
    complaints() {
      const seen = complaints;
      complaints = [];
      return seen;
    },
    async leave() {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
    },
  };
};

export const searchField = (page: Page) => page.getByRole("combobox", { name: "Search" });

export const cards = (page: Page) => page.locator(".grid > .card:not(.skeleton)");

/** Waits until the page shows the answer to its address, and says how many results it announces. */
export const settled = async (page: Page): Promise<number> => {
  await page.locator('main[aria-busy="false"]').waitFor();
  const text = await page.locator(".results-count").innerText();
  return Number(/^[\d,]+/.exec(text)?.[0].replaceAll(",", "") ?? 0);
};

/** A path of the storefront that asks for something: `{ q: "sofa", "filter.brand": "Acme" }`. */
export const asking = (parameters: Readonly<Record<string, string>>): string =>
  `/?${new URLSearchParams(parameters).toString()}`;

export const parametersOf = (page: Page): URLSearchParams => new URL(page.url()).searchParams;

export const hasFocus = async (element: Locator): Promise<boolean> =>
  (await element.and(element.page().locator(":focus")).count()) === 1;

/** Waits until a number in the page is as it should be. By asking again: the page's policy refuses evaluated predicates. */
export const eventually = async (page: Page, expression: string, holds: (value: number) => boolean): Promise<void> => {
  let value = Number.NaN;
  for (let tries = 0; tries < 100; tries++) {
    value = Number(await page.evaluate(expression));
    if (holds(value)) return;
    await page.waitForTimeout(30);
  }
  throw new Error(`${expression} stays ${value}`);
};
