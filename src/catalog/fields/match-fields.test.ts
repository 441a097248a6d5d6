import { targets, fieldMatcher } from "./match-fields.ts";
import { toProduct } from "./to-product.ts";

const matcher = () => fieldMatcher({ map: new Map(), ignore: [], custom: new Map([["season", "text"]]) });

it.each([
  ["g:title", "title"],
  ["Product Title", "title"],
  ["productName", "title"],
  ["Supplier", "brand"],
  ["EAN", "gtin"],
  ["UPC", "gtin"],
  ["Image Src", "image"],
  ["g:image_link", "image"],
  ["Variant Price", "price"],
  ["Compare-at price", "list_price"],
  ["google_product_category", "categories"],
  ["item_group_id", "group_id"],
  ["Is In Stock?", "in_stock"],
  ["Bestand", "in_stock"],
  ["Verfügbarkeit", "in_stock"],
  ["date_released", "created_at"],
])("%j is taken for %s", (column, target) => {
  expect(matcher().match(column)).toMatchObject({ kind: "field", target });
});

it.each([
  ["attr_t_product_colour", "colour", "text"],
  ["attr_n_weight", "weight", "number"],
  ["attr_b_touchscreen", "touchscreen", "boolean"],
  ["attribute:Screen Size", "screen_size", "any"],
  ["attributes.fit", "fit", "any"],
  ["pa_material", "material", "any"],
  ["Neck line", "neck_line", "any"],
  ["attraction", "attraction", "any"],
])("%j is the attribute %s", (column, name, type) => {
  expect(matcher().match(column)).toEqual({ kind: "attribute", name, type });
});

it("knows each field by its own name", () => {
  for (const target of targets) expect(matcher().match(target)).toMatchObject({ kind: "field", target, rank: 1 });
  expect(matcher().match("season")).toEqual({ kind: "custom", name: "season", type: "text" });
});

describe("of several columns for one field", () => {
  const product = (fields: Record<string, string>) =>
    toProduct(Object.entries(fields), matcher(), { priceUnit: "major", currency: null, idFrom: "id" });
  it("the most telling that is not empty wins, and other names are kept as attributes", () => {
    expect(
      product({
        id: "1",
        name: "T5600",
        title: "Intel T5600",
        vendor: "Shop",
        brand: "Intel",
        thumbnail: "/t",
        image: "",
      }),
    ).toMatchObject({
      product: {
        id: "1",
        title: "Intel T5600",
        brand: "Intel",
        image: "/t",
        attributes: { name: ["T5600"], vendor: ["Shop"] },
      },
    });
  });
  it("all codes are kept", () => {
    expect(product({ id: "1", title: "A", upc: "012345678905", ean: "4006381333931" })).toMatchObject({
      product: { gtin: ["012345678905", "4006381333931"] },
    });
  });
  it.each([
    [
      { price: "50 EUR", sale_price: "40 EUR" },
      { price: 40, list_price: 50, currency: "EUR" },
    ],
    [{ price: "50", sale_price: "" }, { price: 50 }],
    [{ price: "50", sale_price: "0" }, { price: 50 }],
    [
      { price: "40", list_price: "50" },
      { price: 40, list_price: 50 },
    ],
    [{ price: "50", msrp: "50" }, { price: 50 }],
    [
      { regular_price: "50", sale_price: "40" },
      { price: 40, list_price: 50 },
    ],
    [{ regular_price: "50" }, { price: 50 }],
    [
      { price: "50", currency: "usd" },
      { price: 50, currency: "USD" },
    ],
  ])("prices %j are %j", (fields, prices) => {
    const { price, list_price, currency } = (
      product({ id: "1", title: "A", ...fields }) as { product: Record<string, unknown> }
    ).product;
    expect({ price, list_price, currency }).toEqual({ list_price: undefined, currency: undefined, ...prices });
  });
});
