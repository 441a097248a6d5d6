import { describeAccessibility } from "./accessibility.suite.ts";
import { describeAutocomplete } from "./autocomplete.suite.ts";
import { describeConsole } from "./console.suite.ts";
import { describeNarrowing } from "./facets.suite.ts";
import { describeHostileConsole } from "./hostile-console.suite.ts";
import { describeHostileProducts } from "./hostile.suite.ts";
import { describeSearching } from "./search.suite.ts";
import { startShop } from "./shop.ts";
import { describeStates } from "./states.suite.ts";
import { suiteShop } from "./suite-shop.ts";
import { describeSynonyms } from "./synonyms.suite.ts";

const { shop, visits } = suiteShop(startShop, 240_000);

describeSearching(visits);
describeNarrowing(visits);
describeAutocomplete(visits);
describeStates(visits);
describeAccessibility(visits);
describeHostileProducts(visits, shop);
describeHostileConsole(visits, shop);
describeConsole(visits, shop);
describeSynonyms(visits, shop);
