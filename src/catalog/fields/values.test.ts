import fc from "fast-check";
import { attributeName, AttributeCollector } from "./attributes.ts";
import { parseCategories } from "./categories.ts";
import { plainText } from "./plain-text.ts";
import { parsePrice } from "./price.ts";
import { parseCount, parseDate, parseGtins, parseRating, parseStock, parseUrl } from "./values.ts";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

describe("prices", () => {
  it.each<[string | number, number, string | null]>([
    [49.95, 49.95, null],
    ["49.95", 49.95, null],
    ["49.95 EUR", 49.95, "EUR"],
    ["EUR49.95", 49.95, "EUR"],
    ["1.299,00 €", 1299, "EUR"],
    ["€ 1.299,00", 1299, "EUR"],
    ["1.299 €", 1299, "EUR"],
    ["1.299", 1.299, null],
    ["KWD 1.299", 1.299, "KWD"],
    ["1,299", 1299, null],
    ["1,299.50", 1299.5, null],
    ["1.234.567,89", 1234567.89, null],
    ["1,234,567", 1234567, null],
    ["12,5", 12.5, null],
    ["0,999", 0.999, null],
    ["$12", 12, "USD"],
    ["US$ 1,299.00", 1299, "USD"],
    ["£.50", NaN, null],
    ["CHF 1'299.–", 1299, "CHF"],
    ["1 299,00 kr", 1299, null],
    ["1\u00a0299,00 zł", 1299, "PLN"],
    ["₹1,29,900.00", 129900, "INR"],
    ["-5.00 EUR", -5, "EUR"],
    ["10,-", 10, null],
    ["1e3", NaN, null],
    ["free", NaN, null],
    ["10 - 20", NaN, null],
    ["12 apples", NaN, null],
    ["1,2,3", NaN, null],
    ["1.2.3", NaN, null],
    ["EUR 5 USD", NaN, null],
    ["", NaN, null],
  ])("%j is %d %s", (text, amount, currency) => {
    expect(parsePrice(text, "major", null)).toEqual(Number.isNaN(amount) ? null : { amount, currency });
  });
  it("count the smallest unit of their currency when told to", () => {
    expect(parsePrice(4995, "minor", null)).toEqual({ amount: 49.95, currency: null });
    expect(parsePrice("4995 JPY", "minor", "EUR")).toEqual({ amount: 4995, currency: "JPY" });
    expect(parsePrice("4995", "minor", "KWD")).toEqual({ amount: 4.995, currency: null });
  });
  it.each(["en", "de", "fr", "de-CH", "pl", "en-IN", "sv"])(
    `are read back as %s writes them (SEED=${seed})`,
    (locale) => {
      const format = new Intl.NumberFormat(locale, { style: "currency", currency: "EUR" });
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 1e9 }), (cents) => {
          expect(parsePrice(format.format(cents / 100), "major", null)).toEqual({
            amount: cents / 100,
            currency: "EUR",
          });
        }),
        { seed, numRuns: 200 },
      );
    },
  );
});

describe("plain text", () => {
  it.each([
    ["<p>Soft &amp; warm.</p><p>Blue<br>or red</p>", "Soft & warm.\n\nBlue\nor red"],
    ["<ul><li>one</li><li><b>t</b>wo</li></ul>", "one\n\ntwo"],
    ["a < b and c > d", "a < b and c > d"],
    ["5<6", "5<6"],
    ["&lt;p&gt;escaped&lt;/p&gt; twice", "escaped\n twice".replace("\n ", "\n")],
    ["x<script>alert('</p>')</script>y<style>p{}</style>z", "x\n\ny\n\nz"],
    ["<!-- note -->text", "text"],
    ["caf&eacute; &#8364; &#x20AC; &unknown; &copy", "café € € &unknown; &copy"],
    ["a\u0000b\u0007c\u00a0 \td", "abc d"],
    ["<img src=x onerror=alert(1)>", ""],
    ["lone \ud800 surrogate", "lone \ufffd surrogate"],
  ])("of %j", (html, text) => {
    expect(plainText(html)).toBe(text);
  });
  it(`is its own plain text when no markup is in it (SEED=${seed})`, () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = plainText(text.replace(/[<&]/gu, ""));
        expect(plainText(once)).toBe(once);
      }),
      { seed },
    );
  });
  it.each(["<", "<a ", "<!--", "</", "<script>", "&", "&amp;", "<p", " \n", "&lt;"])(
    "of many %j takes no time",
    (piece) => {
      const startMs = performance.now();
      plainText(piece.repeat(200_000 / piece.length));
      expect(performance.now() - startMs).toBeLessThan(1000);
    },
  );
});

it.each<[unknown[], string[]]>([
  [["Home > Lamps"], ["Home > Lamps"]],
  [["Home &gt; Lamps &amp; Light"], ["Home > Lamps & Light"]],
  [["Home/Lamps/Desk"], ["Home > Lamps > Desk"]],
  [["Home|Lamps"], ["Home > Lamps"]],
  [["Home > Lamps | Sale"], ["Home > Lamps", "Sale"]],
  [["Home > Lamps, Sale > Red"], ["Home > Lamps", "Sale > Red"]],
  [["Home > Lamps, desk and floor"], ["Home > Lamps, desk and floor"]],
  [["TV / Video > LCD"], ["TV / Video > LCD"]],
  [["Default/Women/Tops,Default/Sale"], ["Default > Women > Tops", "Default > Sale"]],
  [
    [["A", "B > C"], "A"],
    ["A", "B > C"],
  ],
  [
    [[["A", "B"]], "C"],
    ["A > B", "C"],
  ],
  [["2271", "", " > "], []],
  [["A > B", "A > B"], ["A > B"]],
])("categories of %j are %j", (values, paths) => {
  expect(parseCategories(values as string[])).toEqual(paths);
});

describe("single values", () => {
  it.each<[unknown, boolean | null]>([
    ...(["in stock", "in_stock", "In Stock", "yes", "1", "12", "TRUE", "preorder", "Auf Lager", true, 3] as const).map(
      (v) => [v, true] as [unknown, boolean],
    ),
    ...(["out of stock", "sold out", "nicht verfügbar", "no", "0", "false", false, 0, -1] as const).map(
      (v) => [v, false] as [unknown, boolean],
    ),
    ["perhaps", null],
  ])("stock %j is %j", (value, stock) => expect(parseStock(value as string)).toBe(stock));
  it.each<[string | number, string | null]>([
    ["2024-02-29", "2024-02-29"],
    ["2024-02-31T25:00", null],
    ["2009-12-10T00:00:00Z", "2009-12-10T00:00:00Z"],
    ["2009-12-10 13:14:15", "2009-12-10T13:14:15Z"],
    ["2024/1/5", "2024-01-05"],
    ["31.12.2024", "2024-12-31"],
    ["31/12/2024", null],
    ["1700000000", "2023-11-14T22:13:20Z"],
    [1700000000000, "2023-11-14T22:13:20Z"],
    ["yesterday", null],
  ])("date %j is %j", (value, date) => expect(parseDate(value)).toBe(date));
  it.each<[unknown, string[]]>([
    ["0884420588030", ["0884420588030"]],
    [884420588030, ["884420588030"]],
    ["4006381333931, 4006381333948", ["4006381333931", "4006381333948"]],
    [["4006381333931", "1.23457E+12"], ["4006381333931"]],
    ["978-3-16-148410-0", ["9783161484100"]],
    ["n/a", []],
  ])("gtin %j is %j", (value, gtins) => expect(parseGtins(value as string)).toEqual(gtins));
  it("ratings, counts and addresses", () => {
    expect([parseRating("4,5"), parseRating("4.5/5"), parseRating(5.5), parseRating("")]).toEqual([
      4.5,
      4.5,
      null,
      null,
    ]);
    expect([parseCount("1,234"), parseCount("12.5"), parseCount(-1), parseCount("7")]).toEqual([1234, null, null, 7]);
    expect(parseUrl("https://a.example/b c.jpg")).toBe("https://a.example/b%20c.jpg");
    expect(["javascript:alert(1)", "data:text/html,x", "java\nscript:x", ""].map(parseUrl)).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(parseUrl(["/img/a.jpg", "/img/b.jpg"])).toBe("/img/a.jpg");
  });
});

describe("attributes", () => {
  it.each([
    ["Screen Size (inch)", "screen_size_inch"],
    ["Color", "colour"],
    ["Größe", "größe"],
    ["  __proto__ ", "proto"],
    ["!!!", ""],
  ])("%j is called %j", (column, name) => expect(attributeName(column)).toBe(name));
  it("are numbers only where the number says all that was written", () => {
    const attributes = new AttributeCollector();
    const values = ["12", "12.5", "-3", "0012", "1e5", "12.", "1,5", "", "true", "yes", "a|b", "99999999999999999999"];
    for (const value of values) attributes.add("x", value, "any");
    expect(attributes.take()).toEqual({
      x: [12, 12.5, -3, "0012", "1e5", "12.", "1,5", "yes", "a", "b", "99999999999999999999"],
    });
  });
  it("of several columns are merged, a bare yes giving way to what is known", () => {
    const attributes = new AttributeCollector();
    attributes.add("colour", true, "boolean");
    attributes.add("colour", "red", "text");
    attributes.add("waterproof", "Y", "boolean");
    attributes.addAll({ Size: ["S", "M"], dims: { w: 1 } });
    attributes.addAll([{ name: "Fit", value: "slim" }, { nonsense: 1 }]);
    expect(attributes.take()).toEqual({
      colour: ["red"],
      waterproof: [true],
      size: ["S", "M"],
      dims_w: [1],
      fit: ["slim"],
    });
  });
});
