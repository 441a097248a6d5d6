import { WinnowError } from "../../domain/errors.ts";
import type { CatalogMapping } from "../../domain/mapping.ts";
import type { Alternative, MatchKind, QueryTree, QueryWord } from "../../domain/query-tree.ts";
import type { RetrievalPlan } from "../../domain/retrieval.ts";
import { withinBudget } from "./clause-budget.ts";
import { allOf, anyOf, type Clause, nothing } from "./filter-clause.ts";

/**
 * Added to the score of products that have the query's identifier, so that they come first. Scores that are given on are
 * added up from the fields' own, which do not lose precision beside it.
 */
export const IDENTIFIED = 2 ** 20;

/** The name under which the identifier's clause reports that it matched. */
export const identifierName = "id";
/** The name under which a field's clause reports its score. */
export const fieldName = (field: number): string => `f${field}`;
/** The name under which a run of alternatives of one kind reports that it matched. */
export const runName = (word: number, run: number): string => `w${word}.${run}`;

/** Alternatives of a word that follow one another and are of one kind. */
export interface Run {
  readonly kind: MatchKind;
  readonly alternatives: readonly Alternative[];
}

export function runsOf({ alternatives }: QueryWord): readonly Run[] {
  const runs: { kind: MatchKind; alternatives: Alternative[] }[] = [];
  for (const alternative of alternatives) {
    const last = runs.at(-1);
    if (last?.kind === alternative.kind) last.alternatives.push(alternative);
    else runs.push({ kind: alternative.kind, alternatives: [alternative] });
  }
  return runs;
}

export interface QueryClauses {
  /** What a product must match; its clauses do not score. */
  readonly matching: Clause;
  /** What it may match besides, for its scores and for what is told of it. */
  readonly scoring: readonly Clause[];
}

/**
 * A query tree as term queries. Each field's score comes from one named clause: the sum over words of the best
 * alternative, as Lucene's BM25 has it.
 *
 * @param plan with a query
 * @throws WinnowError `invalid_request` for a field that is no text field
 */
export function queryClauses(plan: RetrievalPlan, whole: QueryTree, mapping: CatalogMapping): QueryClauses {
  const query = withinBudget(whole, plan.fields.length);
  for (const { name } of plan.fields)
    if (!mapping.text.some((field) => field.name === name))
      throw new WinnowError("invalid_request", `There is no text field “${name}” to score.`, { where: name });
  const fields = plan.fields.map(({ name }) => name);
  const words = query.words.map((word, w) =>
    anyOf(runsOf(word).map((run, r) => runClause(run, fields, runName(w, r)))),
  );
  const required = words.filter((_, w) => query.words[w]!.required);
  const optional = words.filter((_, w) => !query.words[w]!.required);

  const must = [...required];
  if (required.length === 0 && (words.length > 0 || query.phrases.length === 0)) must.push(anyOf(optional));
  for (const phrase of query.phrases) must.push(phraseClause(phrase, fields));
  const identified = identifierClause(query.identifier, mapping);
  const matching = allOf(must);
  const sortsByScore = plan.sort.by === "relevance";
  return {
    matching: identified === null ? matching : anyOf([matching, identified]),
    scoring: [
      ...plan.fields.map((field, f) => fieldClause(query.words, field, fieldName(f))),
      // Named here for words that need not match; a boost of 0 keeps them out of the score.
      ...optional.map((filter) => ({ constant_score: { filter, boost: 0 } })),
      ...(identified === null
        ? []
        : [{ constant_score: { filter: identified, boost: sortsByScore ? IDENTIFIED : 0, _name: identifierName } }]),
    ],
  };
}

/** Single terms go together: one clause a field. */
function runClause({ alternatives }: Run, fields: readonly string[], name: string): Clause {
  const single = alternatives.filter(({ terms }) => terms.length === 1).map(({ terms }) => terms[0]);
  const several = alternatives.filter(({ terms }) => terms.length > 1);
  const should = fields.flatMap((field): Clause[] => [
    ...(single.length > 0 ? [{ terms: { [field]: single } }] : []),
    ...several.map(({ terms }) => allOf(terms.map((term) => ({ term: { [field]: term } })))),
  ]);
  return { bool: { _name: name, should: should.length === 0 ? [nothing] : should, minimum_should_match: 1 } };
}

function fieldClause(words: readonly QueryWord[], field: RetrievalPlan["fields"][number], name: string): Clause {
  const should = words
    .filter(({ alternatives }) => alternatives.length > 0)
    .map(({ alternatives }) => {
      const queries = alternatives.map((alternative) => alternativeClause(alternative, field));
      return queries.length === 1 ? queries[0]! : { dis_max: { queries } };
    });
  return { bool: { _name: name, should: should.length === 0 ? [nothing] : should, minimum_should_match: 1 } };
}

function alternativeClause({ terms, weight }: Alternative, field: RetrievalPlan["fields"][number]): Clause {
  // As the embedded engine boosts: each factor a float32.
  const boost = Math.fround(Math.fround(field.weight) * Math.fround(weight));
  const clauses = terms.map((value) => ({ term: { [field.name]: { value, boost } } }));
  return clauses.length === 1 ? clauses[0]! : { bool: { must: clauses } };
}

/** The terms are analysed already; the whitespace analyzer only takes them apart again. */
function phraseClause(phrase: readonly string[], fields: readonly string[]): Clause {
  if (phrase.length === 1) return anyOf(fields.map((field) => ({ term: { [field]: phrase[0] } })));
  const query = phrase.join(" ");
  return anyOf(fields.map((field) => ({ match_phrase: { [field]: { query, analyzer: "whitespace" } } })));
}

function identifierClause(identifier: string | null, { identifiers, keywords }: CatalogMapping): Clause | null {
  if (identifier === null) return null;
  const known = identifiers.filter((field) => keywords.some(({ name }) => name === field));
  return anyOf(known.map((field) => ({ term: { [field]: identifier } })));
}
