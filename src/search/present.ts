import type { Product } from "../domain/product.ts";
import type { QueryTree } from "../domain/query-tree.ts";
import type { Hit, HitExplanation } from "../domain/search.ts";
import type { Highlighter } from "./highlight.ts";
import type { Ranked } from "./rank.ts";

export interface PresentOptions {
  /** Hits on the pages before. */
  readonly offset: number;
  readonly source: (index: number) => string;
  readonly tree: QueryTree | null;
  readonly explain: boolean;
  /** Null shows no marks. */
  readonly highlight: Highlighter | null;
}

/** Ranked candidates of one page as hits. */
export function present(page: readonly Ranked[], options: PresentOptions): readonly Hit[] {
  return page.map((ranked, i): Hit => {
    const source = options.source(ranked.index);
    return {
      id: ranked.candidate.id,
      position: options.offset + i + 1,
      score: ranked.score,
      variants: ranked.candidate.variants,
      source,
      ...(options.highlight === null ? {} : { highlight: options.highlight(JSON.parse(source) as Product) }),
      ...(options.explain ? { explanation: explanationOf(ranked, options.tree) } : {}),
    };
  });
}

function explanationOf({ candidate, index, parts, rules }: Ranked, tree: QueryTree | null): HitExplanation {
  const words = (tree?.words ?? []).map(({ text }, i) => ({ text, matched: candidate.matched[i] ?? null }));
  return { parts, firstStage: { rank: index + 1, score: candidate.score }, words, rules };
}
