import { colours } from "./colours.ts";
import { departmentNames } from "./departments.ts";
import { generateProducts } from "./generate-products.ts";
import { pictureKinds } from "./pictures/kinds.ts";
import type { Product } from "../domain/product.ts";

const nowMs = Date.UTC(2026, 0, 15);
const count = 20_000;

describe("generateProducts", () => {
  const products = Array.from(generateProducts({ seed: 1, count, nowMs }));
  const share = (is: (product: Product) => boolean): number => products.filter(is).length / count;

  it("makes as many as asked for, each id and SKU once", () => {
    expect(products).toHaveLength(count);
    expect(new Set(products.map(({ id }) => id)).size).toBe(count);
    expect(new Set(products.map(({ sku }) => sku)).size).toBe(count);
  });

  it("makes the same bytes again, and the first of them in a shorter run", () => {
    const again = Array.from(generateProducts({ seed: 1, count: 2000, nowMs }));
    expect(JSON.stringify(again)).toBe(JSON.stringify(products.slice(0, 2000)));
  });

  it("makes another shop from another seed", () => {
    const titles = new Set(products.slice(0, 1000).map(({ title }) => title));
    const other = Array.from(generateProducts({ seed: 2, count: 1000, nowMs }));
    expect(other.filter(({ title }) => titles.has(title)).length).toBeLessThan(20);
  });

  it("fills every department with two or three levels of categories, none of them with most of the shop", () => {
    const sizes = new Map(departmentNames.map((name) => [name, 0]));
    for (const { categories } of products) {
      const levels = categories![0]!.split(" > ");
      sizes.set(levels[0]!, sizes.get(levels[0]!)! + 1);
      if (levels.length < 2 || levels.length > 3) throw new Error(categories![0]);
    }
    expect(sizes.size).toBe(18);
    expect(Math.min(...sizes.values())).toBeGreaterThan(count / 50);
    expect(Math.max(...sizes.values())).toBeLessThan(count / 6);
  });

  it("gives variants one group, one brand and one category, and no two of them the same colour and size", () => {
    const groups = new Map<string, Product[]>();
    for (const product of products) {
      const group = product.group_id;
      if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), product]);
    }
    // The last group may be cut off by the count.
    const whole = Array.from(groups.values()).slice(0, -1);
    expect(whole.length).toBeGreaterThan(count / 20);
    const unlike = whole.filter((variants) => {
      const looks = variants.map(({ attributes: a }) => `${String(a!["colour"])} ${String(a!["size"])}`);
      const kinds = new Set(variants.map(({ brand, categories }) => `${brand!} ${String(categories)}`));
      return variants.length < 2 || kinds.size > 1 || new Set(looks).size < variants.length;
    });
    expect(unlike).toEqual([]);
  });

  it("gives GTIN-13s with right check digits, another to each variant", () => {
    const codes = products.flatMap(({ sku, gtin }) => (sku!.startsWith("MP-") ? [] : gtin!));
    expect(new Set(codes).size).toBe(codes.length);
    const wrong = codes.filter((code) => {
      const sum = Array.from(code, Number).reduce((total, digit, at) => total + digit * (at % 2 === 0 ? 1 : 3), 0);
      return !/^2\d{12}$/.test(code) || sum % 10 !== 0;
    });
    expect(wrong).toEqual([]);
  });

  it("prices all of them, a fifth or so below a list price", () => {
    expect(products.filter(({ price, list_price }) => !(price! > 0) || (list_price ?? Infinity) <= price!)).toEqual([]);
    expect(share(({ list_price }) => list_price !== undefined)).toBeGreaterThan(0.17);
    expect(share(({ list_price }) => list_price !== undefined)).toBeLessThan(0.28);
  });

  it("leaves out 10 to 20 % of descriptions", () => {
    const missing = share(({ description }) => description === undefined);
    expect(missing).toBeGreaterThan(0.1);
    expect(missing).toBeLessThan(0.2);
  });

  it("has few products with very many reviews and many with hardly any, and a rating where there are reviews", () => {
    const reviews = products.map((product) => product.reviews!).sort((a, b) => a - b);
    expect(reviews[count / 2]).toBeLessThan(10);
    expect(reviews[Math.floor(count * 0.999)]).toBeGreaterThan(300);
    expect(products.filter((product) => (product.reviews === 0) !== (product.rating === undefined))).toEqual([]);
  });

  it("created them in the past three years", () => {
    const ages = products.map(({ created_at }) => nowMs - Date.parse(created_at!));
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...ages)).toBeLessThan(3 * 365.25 * 86_400_000);
  });

  it("lists a few things twice, by other sellers", () => {
    const own = new Map(products.filter(({ sku }) => !sku!.startsWith("MP-")).map((product) => [product.sku, product]));
    const copies = products.filter(({ sku }) => sku!.startsWith("MP-"));
    expect(copies.length / count).toBeGreaterThan(0.005);
    expect(copies.length / count).toBeLessThan(0.04);
    const stray = copies.filter(({ sku, brand }) => own.get(sku!.replace(/^MP-\d+-/, ""))?.brand !== brand);
    expect(stray).toEqual([]);
  });

  it("names only pictures that can be drawn, in colours that can be painted", () => {
    const paints = new Set(Object.keys(colours).map((name) => name.replace(" ", "-")));
    const wrong = products.filter(({ image }) => {
      const name = /^\/demo\/pictures\/([a-z-]+)_([a-z-]+)_([a-z-]+)_[0-9a-z]{1,7}\.svg$/.exec(image!);
      return name === null || !pictureKinds.includes(name[1]!) || !paints.has(name[2]!) || !paints.has(name[3]!);
    });
    expect(wrong).toEqual([]);
  });

  it("fills in every blank of its sentences, with the right article", () => {
    const slips = products
      .flatMap(({ title, description = "" }) => [title, description])
      .filter((text) => /undefined|[{}[\]|]| {2}|\b[Aa] (?:[aeio]|8|11 |18 )|\b[Aa]n [bcdfgjkpqtvwz]/.test(text));
    expect(slips).toEqual([]);
  });

  it("makes them at a rate that leaves an import to the store to wait for", () => {
    const start = performance.now();
    let made = 0;
    for (const { id } of generateProducts({ seed: 3, count: 20_000, nowMs })) made += id === "" ? 0 : 1;
    // 55,000 to 65,000 a second and core here; the bound allows for a busy machine.
    expect(made / (performance.now() - start)).toBeGreaterThan(3);
  });
});
