import type { Command } from "commander";
import { seededRandom, shuffled } from "../../ranking/metrics/random.ts";
import type { Deadline } from "../domain/deadline.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { Product } from "../domain/product.ts";
import type { Retrieval } from "../ports/retrieval.ts";
import type { SynonymRule } from "../query/synonyms.ts";
import { createSearch } from "../search/search.ts";
import { type ClicksDeps, registerEvalClicks } from "./clicks/command.ts";
import { formatEvaluation, type Evaluation } from "./eval-table.ts";
import { readIcecat, type Icecat, type JudgedQuery } from "./icecat.ts";
import { gain, intervals, isTelling, judgeOrder, type Judged, type Order } from "./judge-order.ts";
import { formatTrials, icecatTrials, type JudgedDeps, registerEvalMovies, runTrials } from "./judged/command.ts";
import { plainSearch } from "./plain-bm25.ts";
import { tune, type Weights } from "./tune-weights.ts";

export interface EvalDeps {
  readonly mapping: () => Promise<CatalogMapping>;
  readonly synonyms: () => Promise<readonly SynonymRule[]>;
  /** Indexes the catalogues; they are kept nowhere once it is closed. */
  readonly openCatalogs: (catalogs: ReadonlyMap<string, CatalogContents>) => Promise<Retrieval>;
}

export interface CatalogContents {
  readonly mapping: CatalogMapping;
  readonly products: readonly Product[];
}

export function registerEval(program: Command, deps: EvalDeps & ClicksDeps & JudgedDeps): void {
  const evaluation = program.command("eval").description("measure the order of results against judgments of people");
  registerEvalClicks(evaluation, deps);
  registerEvalMovies(evaluation, deps);
  evaluation
    .command("icecat")
    .description("NDCG@10 of the first stage and of the learned order on the Icecat catalogue, beside simpler orders")
    .option("--data <folder>", "where the catalogue and its judgments are", "../shared/data/icecat_chorus")
    .option("--tune", "search for better field weights on the training half of the queries first")
    .option("--first-stage", "leave the learned order out")
    .option("--json", "print one JSON object")
    .action(async (options: { data: string; tune?: boolean; firstStage?: boolean; json?: boolean }) => {
      const icecat = await readIcecat(options.data);
      const result = await evalIcecat(icecat, options.tune === true, deps);
      const isJson = options.json === true;
      if (!isJson) process.stdout.write(formatEvaluation(result));
      const set = { name: "Icecat", mapping: await deps.mapping(), ...icecat };
      const trials = options.firstStage === true ? [] : icecatTrials(5);
      const learned = await runTrials(set, trials, await deps.synonyms(), deps);
      if (isJson) process.stdout.write(`${JSON.stringify({ ...result, learned })}\n`);
      else if (learned.length > 0) process.stdout.write(`\n${formatTrials(learned)}`);
    });
}

/**
 * Indexes the catalogue, runs its queries through the real search and judges what comes back. Weights may only be chosen
 * on the training half; what is reported is the other half.
 *
 * @param tuning looks for better weights first
 */
export async function evalIcecat({ products, queries }: Icecat, tuning: boolean, deps: EvalDeps): Promise<Evaluation> {
  const mapping = await deps.mapping();
  const synonyms = await deps.synonyms();
  const plain = plainFields.map(({ name, fields }) => ({ name, ...plainSearch(fields, mapping, products) }));
  const catalogs = new Map<string, CatalogContents>([[ours, { mapping, products }]]);
  for (const [i, each] of plain.entries()) catalogs.set(`plain${i}`, each);
  await using retrieval = await deps.openCatalogs(catalogs);
  const telling = queries.filter(isTelling);
  const [train, test] = halves(telling);
  const current = Object.fromEntries(mapping.text.map(({ name, weight }) => [name, weight]));
  const orderWith = (weights: Weights): Order => searchOrder(withWeights(retrieval, weights), synonyms);
  const weights = tuning ? await tune(current, (tried) => judgeOrder(orderWith(tried), train)) : current;

  const first = orderWith(weights);
  const orders: readonly (readonly [string, Order])[] = [
    ["random order of what was found", randomOrder(first)],
    ...plain.map(({ name, order }, i) => [name, order(`plain${i}`, retrieval, deadline)] as const),
    ["first stage", first],
  ];
  const judged: { readonly name: string; readonly train: Judged; readonly test: Judged }[] = [];
  for (const [name, order] of orders)
    judged.push({ name, train: await judgeOrder(order, train), test: await judgeOrder(order, test) });
  const last = judged.at(-1)!;
  return {
    products: products.length,
    queries: queries.length,
    withoutPositive: queries.length - telling.length,
    train: train.length,
    test: test.length,
    weights,
    orders: judged.map(({ name, ...each }) => ({ name, train: intervals(each.train), test: intervals(each.test) })),
    gains: judged.slice(0, -1).map(({ name, ...each }) => ({
      name,
      train: intervals(gain(last.train, each.train)),
      test: intervals(gain(last.test, each.test)),
    })),
  };
}

const ours = "products";
/** The fields that plain searches have in their one text field. */
const plainFields = [
  { name: "BM25 of the title", fields: ["title"] },
  {
    name: "BM25 of title, brand, attributes, description in one",
    fields: ["title", "brand_text", "attributes_text", "description"],
  },
];
const seed = 20261123;
/** Judging has time. */
const deadline: Deadline = { signal: new AbortController().signal, remainingMs: () => Infinity };

function halves(queries: readonly JudgedQuery[]): readonly [readonly JudgedQuery[], readonly JudgedQuery[]] {
  const mixed = shuffled(queries, seededRandom(seed));
  const middle = Math.floor(mixed.length / 2);
  return [mixed.slice(0, middle), mixed.slice(middle)];
}

function searchOrder(
  retrieval: Pick<Retrieval, "retrieve" | "mapping" | "lexicon">,
  synonyms: readonly SynonymRule[],
): Order {
  const shop = createSearch({ retrieval, synonyms: () => synonyms, newQueryId: () => "" });
  return async ({ text }) => {
    const { hits } = await shop.search(
      {
        catalog: ours,
        text,
        filters: [],
        facets: [],
        sort: { by: "relevance" },
        page: 1,
        size: 1000,
        collapse: false,
        explain: false,
        highlight: false,
      },
      deadline,
    );
    return hits.map(({ id }) => id);
  };
}

function randomOrder(order: Order): Order {
  const random = seededRandom(seed);
  return async (query) => shuffled(await order(query), random);
}

function withWeights(retrieval: Retrieval, weights: Weights): Pick<Retrieval, "retrieve" | "mapping" | "lexicon"> {
  const mapping = retrieval.mapping(ours);
  const text = mapping.text.map((field) => ({ ...field, weight: weights[field.name] ?? field.weight }));
  const weighted = { ...mapping, text };
  return {
    retrieve: (plan, until) => retrieval.retrieve(plan, until),
    mapping: () => weighted,
    lexicon: (catalog) => retrieval.lexicon(catalog),
  };
}
