import type { JsonObject } from "../domain/json.ts";
import { composing } from "./compose.ts";
import { createCharFilter, type CharFilter, type Rewrite } from "./char-filters.ts";
import { jsonPlace, type JsonPlace } from "./json-reader.ts";
import { sharedRegex } from "./shared-regex.ts";
import { createTokenFilter, type TokenFilter } from "./token-filters.ts";

export interface Token {
  readonly term: string;
  /** Where it stands in the text as given, in UTF-16 units, end excluded. */
  readonly start: number;
  readonly end: number;
}

/** Cuts text into terms, exactly as Elasticsearch does by the same settings (given the text that compose.ts makes). */
export interface Analyzer {
  readonly terms: (text: string) => readonly string[];
  readonly tokens: (text: string) => readonly Token[];
}

/**
 * The analyzer that an index body defines in `settings.analysis.analyzer`.
 *
 * @throws WinnowError `invalid_mapping` naming the JSON path of what this engine does not know
 */
export const createAnalyzer = (body: JsonObject, name: string): Analyzer => {
  const analysis = jsonPlace(body).at("settings").at("analysis");
  const definition = namedPart(analysis, "analyzer", name).only("type", "char_filter", "tokenizer", "filter");
  customOnly(definition);
  const charFilters = [composing, ...charFiltersOf(definition, analysis)];
  const words = tokenizerOf(definition.at("tokenizer"), analysis);
  const filter = chain(tokenFiltersOf(definition, analysis));
  return {
    terms: (text) => {
      let rewritten = text;
      for (const charFilter of charFilters) rewritten = charFilter.apply(rewritten);
      const terms: string[] = [];
      for (const token of rewritten.match(words) ?? []) {
        const term = filter(token);
        if (term !== "") terms.push(term);
      }
      return terms;
    },
    tokens: (text) => {
      const rewrite = traceAll(text, charFilters);
      const tokens: Token[] = [];
      for (const match of (rewrite?.text ?? text).matchAll(words)) {
        const term = filter(match[0]);
        if (term === "") continue;
        const [from, to] = [match.index, match.index + match[0].length];
        const end = withMarks(text, rewrite === null ? to : rewrite.ends[to - 1]!);
        tokens.push({ term, start: skipSeparators(text, rewrite === null ? from : rewrite.starts[from]!, end), end });
      }
      return tokens;
    },
  };
};

/**
 * The normalizer that an index body defines in `settings.analysis.normalizer`: a whole value in, a whole value out.
 *
 * @throws WinnowError `invalid_mapping` naming the JSON path of what this engine does not know
 */
export const createNormalizer = (body: JsonObject, name: string): ((value: string) => string) => {
  const analysis = jsonPlace(body).at("settings").at("analysis");
  const definition = namedPart(analysis, "normalizer", name).only("type", "char_filter", "filter");
  customOnly(definition);
  const charFilters = [composing, ...charFiltersOf(definition, analysis)];
  const filter = chain(tokenFiltersOf(definition, analysis));
  return (value) => filter(charFilters.reduce((text, each) => each.apply(text), value));
};

const namedPart = (
  analysis: JsonPlace,
  kind: "analyzer" | "normalizer" | "tokenizer" | "char_filter",
  name: string,
) => {
  const parts = analysis.at(kind);
  const known = parts.value === undefined ? [] : parts.keys();
  if (known.includes(name)) return parts.at(name);
  return parts.fail(`no ${kind} "${name}"`, `Define it here${known.length > 0 ? `, or use ${known.join(", ")}` : ""}.`);
};

const customOnly = (definition: JsonPlace): void => {
  const type = definition.at("type");
  if (type.value !== undefined && type.value !== "custom") {
    type.fail(`type ${JSON.stringify(type.value)} is not known`, 'Use "custom" and name its parts.');
  }
};

const charFiltersOf = (definition: JsonPlace, analysis: JsonPlace): readonly CharFilter[] =>
  definition
    .at("char_filter")
    .items()
    .map((name) => createCharFilter(namedPart(analysis, "char_filter", name.string("a char_filter's name"))));

const tokenFiltersOf = (definition: JsonPlace, analysis: JsonPlace): readonly TokenFilter[] =>
  definition
    .at("filter")
    .items()
    .map((name) => createTokenFilter(name, analysis.at("filter")));

const tokenizerOf = (name: JsonPlace, analysis: JsonPlace): RegExp => {
  const definition = namedPart(analysis, "tokenizer", name.string("a tokenizer's name")).only(
    "type",
    "pattern",
    "group",
  );
  if (definition.at("type").value !== "pattern") {
    definition.at("type").fail("only the pattern tokenizer is known", 'Use "pattern" with group 0.');
  }
  if (definition.at("group").value !== 0) {
    definition.at("group").fail("tokens must be what the pattern matches", "Set group to 0.");
  }
  return sharedRegex(definition.at("pattern"), "g");
};

const chain =
  (filters: readonly TokenFilter[]): TokenFilter =>
  (token) => {
    let term = token;
    for (const filter of filters) term = filter(term);
    return term;
  };

/** Applies the filters one after the other, with the place in the first text of each character of the last; null when none rewrites it. */
const traceAll = (text: string, charFilters: readonly CharFilter[]): Rewrite | null => {
  let rewrite: Rewrite | null = null;
  for (const filter of charFilters) {
    const before: string = rewrite?.text ?? text;
    // Most texts have nothing to rewrite, and tracing costs many times as much as finding that out.
    if (filter.apply(before) === before) continue;
    const next = filter.trace(before);
    if (rewrite === null) {
      rewrite = next;
      continue;
    }
    const { starts, ends }: Rewrite = rewrite;
    rewrite = {
      text: next.text,
      starts: next.starts.map((i) => starts[i] ?? text.length),
      ends: next.ends.map((i) => ends[i - 1] ?? 0),
    };
  }
  return rewrite;
};

/** `-inch` of `55-inch` is `inch`. */
const skipSeparators = (text: string, start: number, end: number): number => {
  let from = start;
  while (from < end - 1 && (text[from] === " " || text[from] === "-")) from++;
  return from;
};

/** Accents that a filter took away belong to their letter. */
const withMarks = (text: string, end: number): number => {
  let to = end;
  while (to < text.length && /\p{M}/u.test(text[to]!)) to++;
  return to;
};
