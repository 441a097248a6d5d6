import type { CatalogMapping } from "../domain/mapping.ts";
import type { Deadline } from "../domain/deadline.ts";
import type { RetrievalPlan, Retrieved } from "../domain/retrieval.ts";
import type { Hit, SuggestAnswer, SuggestRequest } from "../domain/search.ts";
import type { Completion, Lexicon } from "../domain/vocabulary.ts";
import { phraseKey } from "../text/lexicon/phrase-key.ts";
import { normalizeQuery } from "../text/normalize-query.ts";
import { highlighter } from "./highlight.ts";
import { parse } from "./parse.ts";
import { present } from "./present.ts";
import { rank } from "./rank.ts";
import { applyRules } from "./rules.ts";
import type { SearchDeps } from "./deps.ts";

/** What completes the text that is being typed, and the products it leads to already. */
export async function suggest(
  request: SuggestRequest,
  deadline: Deadline,
  { retrieval, synonyms, popular }: SearchDeps,
): Promise<SuggestAnswer> {
  const mapping = retrieval.mapping(request.catalog);
  const lexicon = retrieval.lexicon(request.catalog);
  const typed = normalizeQuery(request.text);
  // Completions are words of the whole catalogue: who may not see all of it is told of products alone.
  const complete = (kind: "query" | "brand" | "category") =>
    typed === "" || request.within !== undefined ? [] : lexicon.completions.complete(typed, kind, request.size);
  const asked =
    typed === "" || request.within !== undefined
      ? []
      : (popular?.(request.catalog).complete(request.text, request.size) ?? []);
  const suggestions = asked.length === 0 ? complete("query") : together(asked, complete("query"), request.size);

  // Half a word with a slip in it is in no vocabulary, and a letter or two say little: the first completion is what they
  // are likely to become.
  const likely = suggestions[0] === undefined ? [] : [suggestions[0].text];
  const texts = typed.length < tellingLength ? [...likely, request.text] : [request.text, ...likely];
  let products: readonly Hit[] = [];
  let degraded: readonly string[] = [];
  for (const text of typed === "" ? [] : texts) {
    const found = await topProducts(text, request, mapping, lexicon);
    products = found.hits;
    degraded = found.retrieved?.degraded ?? [];
    if (products.length > 0) break;
  }
  return { suggestions, brands: complete("brand"), categories: complete("category"), products, degraded };

  async function topProducts(
    text: string,
    { catalog, size, within = [] }: SuggestRequest,
    { text: fields }: CatalogMapping,
    { vocabulary }: Lexicon,
  ): Promise<{ readonly hits: readonly Hit[]; readonly retrieved: Retrieved | null }> {
    const understood = parse(text, { mapping, vocabulary, synonyms: synonyms(catalog), typing: true });
    if (understood === null) return { hits: [], retrieved: null };
    const plan: RetrievalPlan = {
      catalog,
      query: understood.tree,
      fields: fields.map(({ name, weight }) => ({ name, weight })),
      filters: within,
      facetFilters: [],
      facets: [],
      sort: { by: "relevance" },
      size: Math.min(reordered, 4 * size),
      collapse: true,
    };
    const retrieved = await retrieval.retrieve(plan, deadline);
    const ranked = applyRules(rank(retrieved, plan.fields), null, understood.tree).slice(0, size);
    const { tree } = understood;
    const highlight = highlighter(tree, mapping);
    const hits = present(ranked, { offset: 0, source: retrieved.source, tree, explain: false, highlight });
    return { hits, retrieved };
  }
}

/** What shoppers searched for, then what the catalogue adds to it. */
const together = (asked: readonly Completion[], own: readonly Completion[], limit: number): readonly Completion[] => {
  const keys = new Set(asked.map(({ text }) => phraseKey(text)));
  return [...asked, ...own.filter(({ text }) => !keys.has(phraseKey(text)))].slice(0, limit);
};

/** Of what was typed, in UTF-16 units. */
const tellingLength = 3;
/** Candidates that rules may reorder. */
const reordered = 80;
