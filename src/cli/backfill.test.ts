import { Command } from "commander";
import { anImpression } from "../testing/log-builders.ts";
import { openBackfillShop } from "../testing/backfill-shop.ts";
import { type BackfillStores, registerBackfill } from "./backfill.ts";
import { registerEnrichments } from "./enrichments.ts";

const mug = (i: number) => ({
  ...{ id: `mug-${i}`, title: `Potter mug ${i}`, brand: "Potter" },
  attributes: { colour: ["blue"], material: ["stoneware"] },
});

it("writes, lists, shows, refuses and takes back from the command line", async () => {
  await using shop = await openBackfillShop(
    (data) => `This mug by Potter comes in blue${data.includes("mug 1") ? " for ever" : ""}.`,
  );
  await shop.import([0, 1, 2].map(mug));
  let out = "";
  const stdout = { write: (text: string) => Boolean((out += text)) };
  const winnow = async (...args: string[]): Promise<string> => {
    out = "";
    const program = new Command("winnow").exitOverride().configureOutput({ writeErr: () => undefined });
    const deps = {
      withStores: async (work: (stores: BackfillStores) => Promise<void>) => work(stores),
      openModel: () => shop.model,
      ...{ tone: "plain", stdout, stderr: { write: () => true }, now: shop.now },
    };
    const search = anImpression({ text: "mug in blue", normalized: "mug in blue", total: 0, shownAtMs: shop.now() });
    const stores = {
      ...{ ...shop.stores, products: shop.products },
      events: {
        head: () => Promise.resolve(1),
        tail: () => Promise.resolve({ entries: [{ sequence: 1, kind: "impression", impression: search } as const], erasures: [], to: 1 }), // prettier-ignore
      },
      findNow: async () => [(await shop.shown("mug-0")) === null ? 0 : 1],
    };
    registerBackfill(program, deps);
    registerEnrichments(program, deps);
    await program.parseAsync([...args, "--catalog", "shop"], { from: "user" });
    return out;
  };

  expect(await winnow("backfill", "descriptions", "--dry-run")).toMatch(
    /3 lack .*\nAt most \d+ \+ \d+ tokens.*Nothing was asked/,
  );
  expect(shop.server.requests).toHaveLength(0);
  const report = await winnow("backfill", "descriptions", "--budget", "100000t");
  expect(report).toContain("2 written and shown, 1 to be read first");
  expect(report).toContain("Of 1 searches of the last 30 days that found nothing, 1 find something now, 0 did before");
  const [, batch] = /--batch (\S+) takes it back/.exec(report)!;
  const listed = await winnow("enrichments", "list", "--status", "proposed");
  expect(listed).toMatch(
    /mug-1 {2}proposed[\s\S]*colour: blue[\s\S]*→ This mug[\s\S]*! word: “ever”[\s\S]*1 proposed, 2 applied/,
  );
  expect(await winnow("enrichments", "accept", "mug-1", "--text", "A blue mug.")).toContain("applied  by command line");
  expect(await shop.shown("mug-1")).toBe("A blue mug.");
  await winnow("enrichments", "refuse", "mug-0");
  expect(await shop.shown("mug-0")).toBeNull();
  expect(await winnow("enrichments", "revert", "--batch", batch!)).toBe("2 texts were taken back.\n");
  expect(await shop.shown("mug-2")).toBeNull();
  await expect(winnow("enrichments", "revert")).rejects.toMatchObject({ code: "invalid_request" });
  await expect(winnow("backfill", "descriptions", "--budget", "much")).rejects.toThrow(/amount/);
});
