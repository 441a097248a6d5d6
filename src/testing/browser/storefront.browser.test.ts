import { describeAccessibility } from "./accessibility.suite.ts";
import { describeAutocomplete } from "./autocomplete.suite.ts";
import { describeConsole } from "./console.suite.ts";
import { describeNarrowing } from "./facets.suite.ts";
import { describeHostileConsole } from "./hostile-console.suite.ts";
import { describeHostileProducts } from "./hostile.suite.ts";
import { describeSearching } from "./search.suite.ts";
import { type RunningShop, startShop } from "./shop.ts";
import { describeStates } from "./states.suite.ts";
import { describeSynonyms } from "./synonyms.suite.ts";
import { openBrowser, type Visits } from "./visit.ts";

// One shop and one browser for all of it: making the demo shop takes longer than most of these tests.
let shop: RunningShop;
let visits: Visits;

beforeAll(async () => {
  shop = await startShop();
  visits = await openBrowser(() => shop.address);
}, 240_000);

afterEach(async () => {
  await visits.leave();
  // No error and no violation of the content security policy anywhere, whatever else a test was about.
  expect(visits.complaints()).toEqual([]);
});

afterAll(async () => {
  await visits[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
}, 60_000);

describeSearching(() => visits);
describeNarrowing(() => visits);
describeAutocomplete(() => visits);
describeStates(() => visits);
describeAccessibility(() => visits);
describeHostileProducts(
  () => visits,
  () => shop,
);
describeHostileConsole(
  () => visits,
  () => shop,
);
describeConsole(
  () => visits,
  () => shop,
);
describeSynonyms(
  () => visits,
  () => shop,
);
