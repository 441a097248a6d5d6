import { readFileSync } from "node:fs";
import { Command } from "commander";
import { anImpression } from "../testing/log-builders.ts";
import { type BackfillShop, openBackfillShop } from "../testing/backfill-shop.ts";
import { readMapping } from "../text/read-mapping.ts";
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
  const winnow = commandsOf(shop);
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

it("writes for a German shop in German and in its tone, and shows nothing that is in another language", async () => {
  await using shop = await openBackfillShop((data) =>
    data.includes("Tasse 1")
      ? "This cup by Töpferei Süd is made of Keramik and comes in blau."
      : "Diese Tasse von Töpferei Süd ist aus Keramik gefertigt und in blau erhältlich.",
  );
  await shop.products.defineCatalog("shop", readMapping(JSON.parse(readFileSync("mappings/products.german.json", "utf8")))); // prettier-ignore
  const cup = (i: number) => ({
    ...{ id: `tasse-${i}`, title: `Töpferei Süd Tasse ${i}`, brand: "Töpferei Süd" },
    attributes: { farbe: ["blau"], material: ["Keramik"] },
  });
  const asked = () => shop.server.requests.at(-1)!.body.messages[0]!.content;
  const winnow = commandsOf(shop, "herzlich und knapp");
  await shop.import([0, 1].map(cup));
  expect(await winnow("backfill", "descriptions")).toContain("1 written and shown, 1 to be read first");
  expect(await shop.shown("tasse-0")).toContain("in blau erhältlich");
  expect(await shop.shown("tasse-1")).toBeNull();
  expect(await winnow("enrichments", "list", "--status", "proposed")).toMatch(/tasse-1[\s\S]*! language:/);
  expect(asked()).toContain("for a shop, in german, in this tone: herzlich und knapp.");
  await shop.import([2].map(cup), true);
  await winnow("backfill", "descriptions", "--tone", "nüchtern");
  expect(asked()).toContain("in this tone: nüchtern.");
});

/** `winnow …` over this shop, to what it prints. */
function commandsOf(shop: BackfillShop, tone = "plain"): (...args: string[]) => Promise<string> {
  return async (...args) => {
    let out = "";
    const stdout = { write: (text: string) => Boolean((out += text)) };
    const program = new Command("winnow").exitOverride().configureOutput({ writeErr: () => undefined });
    const search = anImpression({ text: "mug in blue", normalized: "mug in blue", total: 0, shownAtMs: shop.now() });
    const stores = {
      ...{ ...shop.stores, products: shop.products },
      events: {
        head: () => Promise.resolve(1),
        tail: () => Promise.resolve({ entries: [{ sequence: 1, kind: "impression", impression: search } as const], erasures: [], to: 1 }), // prettier-ignore
      },
      findNow: async () => [(await shop.stores.enrichments.count("shop")).applied === 0 ? 0 : 1],
    };
    const deps = {
      withStores: async (work: (stores: BackfillStores) => Promise<void>) => work(stores),
      openModel: () => shop.model,
      ...{ tone, stdout, stderr: { write: () => true }, now: shop.now },
    };
    registerBackfill(program, deps);
    registerEnrichments(program, deps);
    await program.parseAsync([...args, "--catalog", "shop"], { from: "user" });
    return out;
  };
}
