import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import type { EnrichmentsAnswer, SpendAnswer } from "../../wire/enrichment.ts";
import type { JobAnswer, JobsAnswer } from "../../wire/job.ts";
import { violations } from "./accessibility.suite.ts";
import { suiteShop } from "./suite-shop.ts";
import { hasFocus, type VisitOptions } from "./visit.ts";
import { openWrittenShop } from "./written-shop.ts";

const honest = "This mug by Potter is made of stoneware and comes in cobalt.";
const ofTheModel = { hasKey: false, hold: Promise.resolve() };

const { shop, visits } = suiteShop(
  () =>
    openWrittenShop(async (mug) => {
      if (mug === "mug-a") return { say: { description: honest } };
      if (!ofTheModel.hasKey) return { status: 401, body: "no such key" };
      if (mug === "mug-d") {
        await ofTheModel.hold;
        return { say: { description: honest } };
      }
      return { say: { description: `${honest} It is ovenproof.` } };
    }),
  60_000,
);

// One story: the job that is given up and retried writes what is then reviewed.
test("a job that was given up is listed with its log and how far it was, and retried by keyboard comes to its end", async () => {
  const { id } = await shop().call<JobAnswer>("POST", "/v1/jobs", {
    name: "backfill_descriptions",
    payload: { budget_tokens: 50_000 },
  });
  const page = await signedIn("/console/jobs");
  await press(page, page.getByRole("button", { name: "Given up" }));
  const card = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: `Try again: ${id}` }) });
  await card.getByText(/401/).first().waitFor();
  expect(await card.getByText(/Attempt 1 of 5/).count()).toBe(1);
  await card.getByText(/tokens for .* so far: \d of \d/).waitFor();
  await press(page, card.getByText("Log", { exact: true }));
  await card
    .locator("pre")
    .getByText(/Failed: .*401/)
    .waitFor();
  await picture(page, "job-given-up");
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await picture(page, "job-given-up on a phone");
  await page.setViewportSize({ width: 1280, height: 900 });

  let goOn = (): void => undefined;
  Object.assign(ofTheModel, { hasKey: true, hold: new Promise<void>((resolve) => (goOn = resolve)) });
  await press(page, page.getByRole("button", { name: `Try again: ${id}` }));
  await page.getByText("Nothing was given up.").waitFor();
  await press(page, page.getByRole("button", { name: "Running" }));
  const bar = page.getByRole("progressbar", { name: `Progress of ${id}` });
  await bar.waitFor();
  await page.getByText(/tokens for 0\.\d+ so far: \d of \d, \d\d%/).waitFor();
  const done = Number(await bar.getAttribute("value"));
  expect(done > 0 && done < Number(await bar.getAttribute("max"))).toBe(true);
  await picture(page, "job-running");
  goOn();
  await press(page, page.getByRole("button", { name: "Done" }));
  const { tokens, cost } = (await onlyBackfill()).result as { tokens: number; cost: number };
  await page.getByText(`${tokens} of at most 50,000 tokens, ${cost.toFixed(4)}.`).waitFor();
  await picture(page, "job-done");
});

test("what the month has cost stands beside its limits, and what the latest run has cost over all its attempts", async () => {
  const page = await signedIn("/console/texts");
  const { month } = await shop().call<SpendAnswer>("GET", "/v1/enrichments/spend");
  const panel = page.getByRole("region", { name: "What it costs" });
  await panel.getByText(`${month!.tokens.toLocaleString("en-GB")} of 100,000`).waitFor();
  await panel.getByText(`${month!.cost.toFixed(2)} of 0.50`).waitFor();
  expect(await panel.getByRole("progressbar", { name: "Tokens this month" }).getAttribute("value")).toBe(
    String(month!.tokens),
  );
  const { tokens } = (await onlyBackfill()).result as { tokens: number };
  // It failed before it was done: what its earlier attempts paid is part of what the run cost.
  expect(tokens).toBe(month!.tokens);
  await panel.getByText(`${tokens} of at most 50,000 tokens`).waitFor();
});

test("nothing is said of costs where no model is configured", async () => {
  const page = await signedIn("/console/texts", {
    before: (page) => page.route(/enrichments\/spend/, (route) => route.fulfill({ json: { spend: [], month: null } })),
  });
  await page.getByRole("heading", { name: "mug-b" }).waitFor();
  await page.waitForLoadState("load");
  expect(await page.getByText("What it costs").count()).toBe(0);
});

test.each([{ name: "on a desk" }, { name: "on a phone", phone: true }])(
  "a text stands beside its source, and what the source lacks is marked, $name",
  async ({ name, ...how }) => {
    const page = await signedIn("/console/texts", how);
    const known = page.getByRole("region", { name: "What is known of mug-b" });
    const written = page.getByRole("region", { name: "What was written for mug-b" });
    for (const word of ["Potter", "stoneware", "cobalt"]) await known.getByText(word).first().waitFor();
    expect(await written.locator("p").first().innerText()).toBe(`${honest} It is ovenproof.`);
    const marks = await written.locator("mark").allInnerTexts();
    expect(marks.join(" ")).toContain("ovenproof");
    expect(marks.join(" ")).not.toMatch(/stoneware|cobalt/);
    const [left, right] = [(await known.boundingBox())!, (await written.boundingBox())!];
    if ("phone" in how) expect(right.y).toBeGreaterThanOrEqual(left.y + left.height);
    else expect([right.y, right.x >= left.x + left.width]).toEqual([left.y, true]);
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await picture(page, `texts ${name}`);
  },
);

test("texts are edited, shown, refused and taken back, one, a run and all, by keyboard alone", async () => {
  const page = await signedIn("/console/texts");
  const shown = async () =>
    (await shop().call<EnrichmentsAnswer>("GET", "/v1/enrichments?status=applied")).enrichments.map(
      (one) => one.product,
    );
  const button = (name: string | RegExp) => page.getByRole("button", { name });
  const card = (mug: string) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: mug }) });
  expect(await shown()).toEqual(["mug-a", "mug-d"]);

  await press(page, button("Edit: mug-b"));
  const field = page.getByRole("textbox", { name: "Description of mug-b" });
  await tabTo(page, field);
  await page.keyboard.press("Control+A");
  await page.keyboard.type("A stoneware mug, thrown in Delft.");
  await press(page, button("Show as edited: mug-b"));
  await card("mug-b").waitFor({ state: "detached" });
  // Whoever goes on with the next one need not begin at the top of the page.
  await expectSoon(() => hasFocus(card("mug-c")));
  await press(page, button("Refuse: mug-c"));
  await page.getByText(/Nothing waits for you/).waitFor();

  await press(page, button(/^Shown 3/));
  await card("mug-b").getByText("A stoneware mug, thrown in Delft.").waitFor();
  await card("mug-b")
    .getByText(/, edited; decided by/)
    .waitFor();
  await expectSoon(async () => (await found("delft")) === 1);
  await press(page, button("Take back: mug-b"));
  await card("mug-b").waitFor({ state: "detached" });
  await expectSoon(async () => (await found("delft")) === 0);
  expect(await shown()).toEqual(["mug-a", "mug-d"]);
  await picture(page, "texts-shown");

  await press(page, button(/^Take back all of run job-/));
  await press(page, page.getByRole("dialog").getByRole("button", { name: "Take back" }));
  await page.getByText("None.").waitFor();
  expect(await shown()).toEqual([]);

  await press(page, button(/^Refused 1/));
  await press(page, button("Show it: mug-c"));
  await press(page, button(/^Shown 1/));
  await press(page, button("Take back all texts"));
  await page.getByRole("dialog", { name: "Take back all texts?" }).waitFor();
  await page.keyboard.press("Escape");
  expect(await shown()).toEqual(["mug-c"]);
  await press(page, button("Take back all texts"));
  await press(page, page.getByRole("dialog").getByRole("button", { name: "Take back" }));
  await page.getByText("None.").waitFor();
  expect(await shown()).toEqual([]);
  await button(/^Taken back 4/).waitFor();
});

const signedIn = async (path: string, how: VisitOptions = {}): Promise<Page> => {
  const page = await visits().visit(path, how);
  await page.getByLabel(/key/i).fill(shop().adminKey);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  return page;
};

/** By how many pixels the page is too wide. */
const overflow = async (page: Page): Promise<number> =>
  Number(await page.evaluate("document.documentElement.scrollWidth - innerWidth"));

/** Goes there as someone without a mouse does. */
const tabTo = async (page: Page, target: Locator): Promise<void> => {
  await target.waitFor();
  for (let tabs = 0; tabs < 80; tabs++) {
    if (await hasFocus(target)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`80 tabs do not lead to ${String(target)}.`);
};

const press = async (page: Page, target: Locator): Promise<void> => {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
};

const expectSoon = async (claim: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 60 && !(await claim()); tries++) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await claim()).toBe(true);
};

const found = async (q: string): Promise<number> =>
  (await shop().call<{ total: number }>("GET", `/v1/search?q=${q}`)).total;

const onlyBackfill = async (): Promise<JobAnswer> => {
  let job: JobAnswer | undefined;
  await expectSoon(async () => {
    const { jobs } = await shop().call<JobsAnswer>("GET", "/v1/jobs?name=backfill_descriptions");
    job = jobs[0];
    return job?.state === "done";
  });
  return job!;
};

/** To look at, where a folder is given. */
const picture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env["WINNOW_PICTURES"];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name.replaceAll(" ", "-")}.png`), fullPage: true });
};
