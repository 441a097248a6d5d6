import { groupWords, type FeatureSet } from "../../ranking/feature-set.ts";
import type { Deadline } from "../domain/deadline.ts";
import { WinnowError } from "../domain/errors.ts";
import type { Contribution, PlaceExplanation, PlaceRequest } from "../domain/place.ts";
import type { ProductFacts } from "../domain/product-facts.ts";
import type { SearchDeps } from "./deps.ts";
import { find } from "./find.ts";
import type { Learning, RankingModel } from "./learning.ts";
import { windowSize } from "./plan.ts";

/** Why a product stands where it stands: the very search, by the very model, without chance. */
export async function explainPlace(
  request: PlaceRequest,
  deadline: Deadline,
  deps: SearchDeps,
): Promise<PlaceExplanation> {
  const learning = deps.learning === undefined ? undefined : { ...deps.learning, exploration: { share: 0 } };
  const { product, ...asked } = request;
  const { ordered, found } = await find(
    { ...asked, facets: [], sort: { by: "relevance" }, page: 1, size: 1, explain: true, highlight: false },
    deadline,
    { ...deps, ...(learning !== undefined && { learning }) },
  );
  const { ranked, ranking, learned } = ordered;
  const window = ranked.slice(0, windowSize);
  const place = window.findIndex(({ candidate }) => candidate.id === product);
  if (place < 0) throw notInWindow(request, found.retrieved.total);
  const { index, candidate, score, parts, rules } = window[place]!;
  const base = {
    query: request.text,
    product,
    position: place + 1,
    total: found.retrieved.total,
    ranking,
    score,
    firstStage: { rank: index + 1, score: candidate.score, parts },
    rules,
  };
  const { model } = learning?.assigned(request.catalog, request.visitor) ?? { model: null };
  const vectors = learned?.rescored.vectors ?? null;
  if (learning === undefined || model === null || ranking.order !== "learned" || vectors === null) {
    return { ...base, base: 0, contributions: [], wouldMove: [] };
  }
  const columns = learning.featureSet.names.length;
  const rowOf = (row: number) => vectors.subarray(row * columns, (row + 1) * columns);
  const shares = model.explain(rowOf(index));
  return {
    ...base,
    base: shares[columns]!,
    contributions: byGroup(rowOf(index), shares, found.retrieved.facts(index), learning.featureSet),
    wouldMove: wouldMove(
      rowOf(index),
      rowOf(window[0]!.index),
      window.map((each) => each.score),
      place,
      { learning, model },
    ),
  };
}

function byGroup(
  row: Float32Array,
  shares: Float64Array,
  facts: ProductFacts,
  { names, groups }: FeatureSet,
): readonly Contribution[] {
  const themes = new Map<string, Contribution["features"][number][]>();
  for (const [i, name] of names.entries()) {
    const value = row[i]!;
    const feature = { name, value: Number.isFinite(value) ? value : null, contribution: shares[i]! };
    themes.set(groups[i]!, [...(themes.get(groups[i]!) ?? []), feature]);
  }
  return [...themes]
    .map(([group, features]) => ({
      group,
      says: sayOf(group, facts),
      value: features.reduce((sum, { contribution }) => sum + contribution, 0),
      features: features
        .filter(({ contribution }) => contribution !== 0)
        .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
    }))
    .filter(({ features }) => features.length > 0)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
}

const sayOf = (group: string, { brand }: Pick<ProductFacts, "brand">): string =>
  groupWords[group as keyof typeof groupWords].replace("{brand}", brand ?? "its brand");

/** Each theme exchanged for the first product's, the place looked up among the others' scores. */
function wouldMove(
  row: Float32Array,
  first: Float32Array,
  scores: readonly number[],
  place: number,
  { learning, model }: { readonly learning: Learning; readonly model: RankingModel },
): PlaceExplanation["wouldMove"] {
  if (place === 0) return [];
  const { groups } = learning.featureSet;
  const themes = [...new Set(groups)];
  const changed = new Float32Array(themes.length * row.length);
  for (const [t, theme] of themes.entries()) {
    for (let i = 0; i < row.length; i += 1) changed[t * row.length + i] = (groups[i] === theme ? first : row)[i]!;
  }
  const wished = new Float64Array(themes.length);
  model.scorer.score(changed, themes.length, wished);
  const others = scores.filter((_, i) => i !== place);
  return themes
    .map((theme, t) => ({
      says: sayOf(theme, { brand: null }),
      position: 1 + others.filter((score) => score > wished[t]!).length,
    }))
    .filter(({ position }) => position < place + 1)
    .sort((a, b) => a.position - b.position)
    .slice(0, 3);
}

const notInWindow = ({ product, text }: PlaceRequest, total: number): WinnowError =>
  new WinnowError(
    "not_found",
    `${product.slice(0, 100)} is not among the first ${windowSize} of ${total} for ${JSON.stringify(text.slice(0, 100))}.`,
    {
      where: "product",
      hint: "Only what is ordered can be explained: check that the product is in the catalogue, has the words of the query, and passes the filters.",
    },
  );
