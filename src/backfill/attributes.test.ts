import type { Product } from "../domain/product.ts";
import { openBackfillShop } from "../testing/backfill-shop.ts";
import { surveyAttributes } from "./survey-attributes.ts";

const boots = (i: number, changed: Partial<Product> = {}): Product => ({
  id: `boots-${i}`,
  title: `Fellside boots ${i}`,
  brand: "Fellside",
  description: "Boots that the shop has described itself, in words enough for everyone.",
  categories: ["Shoes > Boots"],
  attributes: { colour: [["brown", "black", "light blue", "blue", "red"][i % 5]!], material: ["leather"] },
  ...changed,
});
const shelf = Array.from({ length: 20 }, (_, i) => boots(i));

describe("an attribute is missing", () => {
  const survey = surveyAttributes();
  for (const each of shelf) survey.add(each);
  const gapsOf = (changed: Partial<Product>) =>
    survey.gaps(boots(99, { attributes: { material: ["leather"] }, ...changed }));

  it.each<[string, readonly string[], Partial<Product>]>([
    ["where the title names a value that the catalogue knows", ["brown"], { title: "Brown boots" }],
    ["with the longer of two values", ["light blue"], { title: "Boots, light blue" }],
    ["with all that the words may mean", ["black", "red"], { title: "Black boots with red laces" }],
    ["where the description names it", ["red"], { description: "Boots in red." }],
  ])("%s", (_, candidates, changed) => {
    expect(gapsOf(changed)).toEqual([{ name: "colour", candidates }]);
  });

  it.each<[string, Partial<Product>]>([
    ["where nothing names a value", { title: "Pink boots" }],
    ["where the value is a brand's name", { title: "Red Wing boots", brand: "Red Wing" }],
    ["where the sense is turned", { title: "Boots without brown laces" }],
    ["where the product has one", { title: "Brown boots", attributes: { colour: ["tan"], material: ["leather"] } }],
    ["in a category of few products", { title: "Brown boots", categories: ["Shoes > Waders"] }],
  ])("not %s", (_, changed) => {
    expect(gapsOf(changed)).toEqual([]);
  });

  it("not where most of its kind lack it too, nor of one that is free text", () => {
    const other = surveyAttributes();
    for (let i = 0; i < 400; i++) other.add(boots(i, { attributes: { note: [`note of boots ${"abcdefghij"[i % 10]!} x${i}`], ...(i < 100 && { colour: ["brown"] }) } })); // prettier-ignore
    expect(other.gaps(boots(999, { title: "Brown note of boots a x10", attributes: {} }))).toEqual([]);
  });
});

describe("a value is", () => {
  const lacking = [
    boots(30, { title: "Brown boots", attributes: { material: ["leather"] } }),
    boots(31, { title: "Black boots with red laces", attributes: { material: ["leather"] } }),
    boots(32, { title: "Blue boots", attributes: { material: ["leather"] } }),
    boots(33, { title: "Red boots", attributes: { material: ["leather"] } }),
  ];
  const answers: Readonly<Record<string, object[]>> = {
    "Brown boots": [
      { name: "colour", value: "brown" },
      { name: "sole", value: "rubber" },
    ],
    "Black boots": [{ name: "colour", value: "black" }],
    "Blue boots": [{ name: "colour", value: "gold" }],
    "Red boots": [],
  };

  it("filled in when it is the only one, queued when words name more, and never one that no word names", async () => {
    await using shop = await openBackfillShop((data) => {
      const [, attributes] = Object.entries(answers).find(([title]) => data.includes(`"${title}`))!;
      return { say: { attributes } };
    });
    await shop.import([...shelf, ...lacking]);
    expect(await shop.run()).toMatchObject({ wanted: 4, applied: 1, proposed: 1, failed: 0 });
    expect(await shop.product("boots-30")).toMatchObject({
      attributes: { material: ["leather"] },
      winnow_generated: { attributes: { colour: ["brown"] } },
    });
    const [several, none] = await shop.stores.enrichments.find("shop", ["boots-31", "boots-33"]);
    expect(several).toMatchObject({ status: "proposed", content: { attributes: { colour: ["black"] } }, findings: [{ check: "several" }] }); // prettier-ignore
    expect(none).toMatchObject({ status: "refused", content: {} });
    const asked = shop.server.requests.length;
    expect(await shop.run()).toMatchObject({ wanted: 4, known: 4 });
    expect(shop.server.requests).toHaveLength(asked);
    expect(await shop.run({ attributes: false })).toMatchObject({ wanted: 0 });
  });
});
