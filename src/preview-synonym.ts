import type { Deadline } from "./domain/deadline.ts";
import type { Synonym } from "./domain/synonym.ts";
import type { SynonymStore } from "./ports/synonym-store.ts";
import type { SynonymRule } from "./query/synonyms.ts";
import type { SearchDeps } from "./search/deps.ts";
import { createSearch } from "./search/search.ts";
import { toRules } from "./synonyms/live-synonyms.ts";
import { synonymId } from "./synonyms/synonym-id.ts";
import type { SynonymPreviewAnswer } from "./wire/synonym.ts";

interface PreviewSynonymDeps {
  readonly store: Pick<SynonymStore, "list">;
  readonly retrieval: SearchDeps["retrieval"];
  /** Of the shop's own file. */
  readonly own: readonly SynonymRule[];
}

/** What a search finds without and with a synonym, whether it is live or not. */
export type PreviewSynonym = (
  catalog: string,
  synonym: Pick<Synonym, "kind" | "from" | "to">,
  text: string,
  deadline: Deadline,
) => Promise<SynonymPreviewAnswer>;

const SHOWN = 5;
/** What is not among so many is new to who looks at the first page. */
const FIRST_PAGE = 24;

/** In the order of words. Nobody shops: nothing is logged, counted or explored. */
export const previewSynonym =
  ({ store, retrieval, own }: PreviewSynonymDeps): PreviewSynonym =>
  async (catalog, synonym, text, deadline) => {
    const id = synonymId(synonym.from, synonym.to);
    const live = await store.list(catalog, { status: "live", limit: 10_000 });
    const others = [...own, ...live.filter((one) => one.id !== id).flatMap(toRules)];
    const find = async (rules: readonly SynonymRule[]): Promise<Found> => {
      const search = createSearch({ retrieval, synonyms: () => rules, newQueryId: () => "" });
      const { total, relaxed, corrected, hits } = await search.search(
        {
          ...{ catalog, text, filters: [], facets: [], sort: { by: "relevance" }, page: 1, size: FIRST_PAGE },
          ...{ collapse: true, explain: false, highlight: false, order: "text" },
        },
        deadline,
      );
      const whole = relaxed === undefined && corrected === undefined;
      return { total, whole, hits: hits.map(({ id: product, source }) => ({ id: product, title: titleOf(source) })) };
    };
    const without = await find(others);
    const having = await find([...others, ...toRules(synonym)]);
    return { text, without: besides(without, having), with: besides(having, without) };
  };

interface Found {
  readonly total: number;
  readonly whole: boolean;
  readonly hits: readonly { readonly id: string; readonly title: string }[];
}

/** The first of them; those that the other's first page lacks are said to be only here. */
const besides = ({ total, whole, hits }: Found, other: Found): SynonymPreviewAnswer["with"] => {
  const there = new Set(other.hits.map(({ id }) => id));
  return { total, whole, hits: hits.slice(0, SHOWN).map((hit) => ({ ...hit, only_here: !there.has(hit.id) })) };
};

const titleOf = (source: string): string => (JSON.parse(source) as { readonly title: string }).title;
