import { generateProducts } from "./generate-products.ts";
import { pictureKinds } from "./pictures/kinds.ts";
import { colours } from "./colours.ts";
import type { Product } from "../domain/product.ts";

const nowMs = Date.UTC(2026, 0, 15);
const count = 6000;

describe("generateProducts", () => {
  const products = Array.from(generateProducts({ seed: 1, count, nowMs }));

  it("makes as many as asked for, each id and SKU once", () => {
    expect(products).toHaveLength(count);
    expect(new Set(products.map(({ id }) => id)).size).toBe(count);
    expect(new Set(products.map(({ sku }) => sku)).size).toBe(count);
  });

  it("makes the same bytes again, and the first of them in a shorter run", () => {
    const again = Array.from(generateProducts({ seed: 1, count: 700, nowMs }));
    expect(JSON.stringify(again)).toBe(JSON.stringify(products.slice(0, 700)));
  });

  it("makes another shop from another seed", () => {
    const other = Array.from(generateProducts({ seed: 2, count: 200, nowMs }));
    const titles = new Set(products.slice(0, 200).map(({ title }) => title));
    expect(other.filter(({ title }) => titles.has(title)).length).toBeLessThan(10);
  });

  it("gives variants one group, and a group more than one variant", () => {
    const groups = new Map<string, Product[]>();
    for (const product of products) {
      if (product.group_id !== undefined)
        groups.set(product.group_id, [...(groups.get(product.group_id) ?? []), product]);
    }
    const whole = Array.from(groups.values()).slice(0, -1);
    expect(whole.length).toBeGreaterThan(count / 20);
    for (const variants of whole) {
      expect(variants.length).toBeGreaterThan(1);
      expect(new Set(variants.map(({ brand, categories }) => `${brand ?? ""} ${String(categories)}`)).size).toBe(1);
      const options = variants.map(
        ({ attributes }) => `${String(attributes?.["colour"])} ${String(attributes?.["size"])}`,
      );
      expect(new Set(options).size).toBe(variants.length);
    }
  });

  it("gives GTIN-13s with right check digits", () => {
    for (const { gtin } of products) {
      for (const code of gtin ?? []) {
        expect(code).toMatch(/^2\d{12}$/);
        const sum = Array.from(code, Number).reduce((total, digit, at) => total + digit * (at % 2 === 0 ? 1 : 3), 0);
        expect(sum % 10).toBe(0);
      }
    }
  });

  it("leaves out 10 to 20 % of descriptions", () => {
    const missing = products.filter(({ description }) => description === undefined).length / count;
    expect(missing).toBeGreaterThan(0.1);
    expect(missing).toBeLessThan(0.2);
  });

  it("names only pictures that can be drawn", () => {
    const paints = new Set(Object.keys(colours).map((name) => name.replace(" ", "-")));
    for (const { image } of products) {
      const [, kind, colour, accent] = /^\/demo\/pictures\/([a-z-]+)_([a-z-]+)_([a-z-]+)_[0-9a-z]{1,7}\.svg$/.exec(
        image ?? "",
      )!;
      expect(pictureKinds).toContain(kind);
      expect(paints).toContain(colour);
      expect(paints).toContain(accent);
    }
  });
});
