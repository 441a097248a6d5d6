import { openBrowser, type Visits } from "./visit.ts";

/** What the tests of a file share: opening a shop takes longer than most of them. Both are there once a test runs. */
export interface SuiteShop<Shop> {
  readonly shop: () => Shop;
  readonly visits: () => Visits;
}

/** One shop and one browser for the file it is called in; every test ends without a complaint of the browser. */
export function suiteShop<Shop extends AsyncDisposable & { readonly address: string }>(
  open: () => Promise<Shop>,
  openMs: number,
): SuiteShop<Shop> {
  let shop: Shop;
  let visits: Visits;
  beforeAll(async () => {
    shop = await open();
    visits = await openBrowser(() => shop.address);
  }, openMs);
  afterEach(async () => {
    await visits.leave();
    // No error and no violation of the content security policy anywhere, whatever else a test was about.
    expect(visits.complaints()).toEqual([]);
  });
  afterAll(async () => {
    await visits[Symbol.asyncDispose]();
    await shop[Symbol.asyncDispose]();
  }, 60_000);
  return { shop: () => shop, visits: () => visits };
}
