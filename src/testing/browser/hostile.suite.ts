import type { Page } from "playwright-core";
import { defaultMapping } from "../harness.ts";
import type { RunningShop } from "./shop.ts";
import { asking, cards, searchField, settled, type Visitor } from "./visit.ts";

const CATALOG = "hostile";

/** Each sets `window.hacked` when the page takes it for more than text. */
const PAYLOADS = [
  `<img src=x onerror="window.hacked=1">`,
  `<script>window.hacked=1</script>`,
  `"><svg onload=window.hacked=1>`,
  `'><iframe srcdoc='<script>parent.hacked=1</script>'></iframe>`,
  `<mark onpointerover="window.hacked=1">x</mark>`,
  `&lt;img src=x onerror=window.hacked=1&gt;`,
  `<a href="javascript:window.hacked=1">x</a>`,
  `</title><style>*{display:none}</style>`,
  "${window.hacked=1}{{constructor.constructor('window.hacked=1')()}}",
] as const;

/** None may become an address that a click or a picture follows. */
const ADDRESSES = [
  `javascript:window.hacked=1//`,
  `JaVaScRiPt:window.hacked=1//`,
  `\tjava\nscript:window.hacked=1//`,
  `\u0001javascript:window.hacked=1//`,
  `data:text/html,<script>parent.hacked=1</script>`,
  `vbscript:window.hacked=1//`,
  `blob:javascript:window.hacked=1//`,
  `https://x.invalid" onclick="window.hacked=1" x="`,
] as const;

export const describeHostileProducts = (visitor: () => Visitor, shop: () => RunningShop): void => {
  describe("a product that attacks the page", () => {
    beforeAll(async () => {
      await putCatalog(shop());
      for (const [i, payload] of PAYLOADS.entries()) await putProduct(shop(), hostileProduct(i, payload));
      await untilFound(shop(), PAYLOADS.length);
    });

    test("shows as text wherever its fields are shown", async () => {
      const page = await visitor().visit(asking({ catalog: CATALOG, q: "hostile", sort: "price:asc" }));
      await settled(page);
      for (const [i, payload] of PAYLOADS.entries()) {
        const card = cards(page).nth(i);
        expect(await card.locator(".card-title").innerText()).toBe(titleOf(payload));
        expect(await card.locator(".card-brand").textContent()).toBe(payload);
        await card.getByRole("link").click();
        const dialog = page.getByRole("dialog");
        await dialog.getByRole("heading", { level: 2 }).waitFor();
        const text = (await dialog.locator(".product-text").textContent()) ?? "";
        for (const shown of [titleOf(payload), `description ${payload}`, `value ${payload}`, `sku ${payload}`]) {
          expect(text).toContain(shown);
        }
        await expectWebAddresses(page);
        await page.keyboard.press("Escape");
        await dialog.waitFor({ state: "detached" });
      }
      await expectUnharmed(page);
    });

    test("is refused with a currency that is none, and harms no page that is told of one", async () => {
      const [first] = PAYLOADS;
      const body = { ...hostileProduct(99, first), currency: first };
      expect(await put(shop(), `/v1/products/refused?catalog=${CATALOG}`, { ...body, id: "refused" })).toBe(400);
      const before = (page: Page) =>
        page.route(/\/v1\/search/, async (route) => {
          const text = await (await route.fetch()).text();
          await route.fulfill({
            body: text.replaceAll(`"EUR"`, JSON.stringify(first)),
            contentType: "application/json",
          });
        });
      const page = await visitor().visit(asking({ catalog: CATALOG, q: "hostile", sort: "price:asc" }), { before });
      await settled(page);
      expect(await cards(page).count()).toBe(PAYLOADS.length);
      await expectUnharmed(page);
    });

    test("shows as text in facets, chips, suggestions and the front page", async () => {
      const page = await visitor().visit(`/?catalog=${CATALOG}`);
      await cards(page).first().waitFor();
      await searchField(page).pressSequentially("host");
      await page.getByRole("option").first().waitFor();
      const typed = await searchField(page).inputValue();
      expect(typed).toBe("host");
      await page.keyboard.press("Enter");
      await settled(page);
      for (const payload of PAYLOADS) {
        const brand = page.getByRole("list", { name: "Brand" }).getByText(payload, { exact: true });
        if ((await brand.count()) > 0) await brand.first().click();
        await settled(page);
      }
      expect(await page.getByRole("list", { name: "Chosen filters" }).getByRole("listitem").count()).toBeGreaterThan(3);
      await expectUnharmed(page);
    });

    test.each(PAYLOADS)("as an address does no more: %s", async (payload) => {
      const page = await visitor().visit(
        asking({
          catalog: CATALOG,
          q: payload,
          "filter.brand": payload,
          "filter.categories": payload,
          product: payload,
        }),
      );
      await page.getByRole("dialog").getByRole("heading", { name: "This product is not in the shop" }).waitFor();
      expect(await page.getByRole("heading", { level: 1, includeHidden: true }).innerText()).toContain(payload);
      await expectUnharmed(page);
      // The browser's own line about the product that is not there, and no other.
      expect(visitor().complaints()).toEqual([expect.stringContaining("404")]);
    });
  });
};

const titleOf = (payload: string): string => `hostile ${payload}`;

const hostileProduct = (i: number, payload: string) => ({
  id: `hostile-${i} ${payload}`,
  group_id: `group-${i} ${payload}`,
  title: titleOf(payload),
  description: `description ${payload}`,
  brand: payload,
  categories: [`${payload} > ${payload}`],
  price: i + 1,
  currency: "EUR",
  image: `${ADDRESSES[i % ADDRESSES.length]}${payload}`,
  url: `${ADDRESSES[i % ADDRESSES.length]}${payload}`,
  sku: `sku ${payload}`,
  gtin: [payload, `gtin ${payload}`],
  attributes: { colour: [payload], size: [`value ${payload}`], [payload]: [payload, `of its own ${payload}`] },
});

/** Nothing ran, and nothing of a payload became an element. */
const expectUnharmed = async (page: Page): Promise<void> => {
  expect(await page.evaluate("typeof window.hacked")).toBe("undefined");
  await expectWebAddresses(page);
  expect(
    await page.locator("#app :is(script, iframe, style, [onerror], [onload], [onclick], [onpointerover])").count(),
  ).toBe(0);
};

/** As the browser reads them: what is before the colon decides what a click does; what is no address does nothing. */
const expectWebAddresses = async (page: Page): Promise<void> => {
  const protocols = await page.evaluate(
    `[...document.querySelectorAll("[href], [src], [action], [formaction]")]
      .map((one) => one.href || one.src || one.action || one.formAction)
      .map((address) => (URL.canParse(address, location.href) ? new URL(address, location.href).protocol : "none"))`,
  );
  for (const protocol of new Set(protocols as string[])) expect(["http:", "https:", "none"]).toContain(protocol);
};

const putCatalog = (shop: RunningShop) => send(shop, `/v1/catalogs/${CATALOG}`, defaultMapping.body);

const putProduct = (shop: RunningShop, product: { readonly id: string }) =>
  send(shop, `/v1/products/${encodeURIComponent(product.id)}?catalog=${CATALOG}`, product);

const send = async (shop: RunningShop, path: string, body: unknown): Promise<void> => {
  const status = await put(shop, path, body);
  if (status >= 300) throw new Error(`PUT ${path}: ${status}`);
};

const put = async ({ address, adminKey }: RunningShop, path: string, body: unknown): Promise<number> => {
  const response = await fetch(address + path, {
    method: "PUT",
    headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  await response.arrayBuffer();
  return response.status;
};

/** Writes are searchable within a second. */
const untilFound = async ({ address }: RunningShop, count: number): Promise<void> => {
  for (let tries = 0; tries < 50; tries++) {
    const response = await fetch(`${address}/v1/search?catalog=${CATALOG}&size=0`);
    const { total } = (await response.json()) as { total?: number };
    if (total === count) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The catalogue ${CATALOG} does not show its ${count} products.`);
};
