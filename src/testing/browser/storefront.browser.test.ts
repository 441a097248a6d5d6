import { describeAccessibility } from "./accessibility.suite.ts";
import { describeAutocomplete } from "./autocomplete.suite.ts";
import { describeNarrowing } from "./facets.suite.ts";
import { describeSearching } from "./search.suite.ts";
import { describeStates } from "./states.suite.ts";
import { openBrowser, type Visits } from "./visit.ts";

let visits: Visits;
const address = process.env["WINNOW_STOREFRONT"] ?? "";

beforeAll(async () => {
  visits = await openBrowser(() => address);
}, 60_000);

afterEach(async () => {
  await visits.leave();
  // No error and no violation of the content security policy anywhere, whatever else a test was about.
  expect(visits.complaints()).toEqual([]);
});

afterAll(() => visits[Symbol.asyncDispose]());

describeSearching(() => visits);
describeNarrowing(() => visits);
describeAutocomplete(() => visits);
describeStates(() => visits);
describeAccessibility(() => visits);
