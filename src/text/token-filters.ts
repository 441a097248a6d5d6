import { foldToAscii } from "./ascii-folding.ts";
import type { JsonPlace } from "./json-reader.ts";
import { lowerCase } from "./lower-case.ts";

/** Rewrites a token. */
export type TokenFilter = (token: string) => string;

/**
 * A token filter by its name in an analyzer: a built-in one, or one defined in `settings.analysis.filter`.
 *
 * Stemmers and stop words are refused: queries are expanded by stems and excused from stop words when they are
 * understood, and need the words themselves in the index.
 *
 * @param name where the analyzer names it
 * @param definitions `settings.analysis.filter`
 * @throws WinnowError `invalid_mapping` for a filter or parameter that this engine does not know
 */
export const createTokenFilter = (name: JsonPlace, definitions: JsonPlace): TokenFilter => {
  const id = name.string("a token filter's name");
  if (definitions.value !== undefined && definitions.keys().includes(id)) return defined(definitions.at(id));
  return BUILT_IN[id] ?? name.fail(`token filter "${id}" is not known`, KNOWN);
};

const BUILT_IN: Readonly<Record<string, TokenFilter>> = { lowercase: lowerCase, asciifolding: foldToAscii };

const KNOWN =
  "Use lowercase, asciifolding, or an elision defined in settings.analysis.filter. Stems and stop words follow _meta.winnow.language.";

const defined = (definition: JsonPlace): TokenFilter => {
  const type = definition.at("type").string("a token filter's type");
  if (type === "elision") return elision(definition.only("type", "articles", "articles_case"));
  const filter = BUILT_IN[type] ?? definition.at("type").fail(`token filter type "${type}" is not known`, KNOWN);
  definition.only("type");
  return filter;
};

/** `l'eau` is `eau`. */
const elision = (definition: JsonPlace): TokenFilter => {
  const ignoreCase = definition.at("articles_case").value === true;
  const key = (text: string): string => (ignoreCase ? lowerCase(text) : text);
  const articles = new Set(
    definition
      .at("articles")
      .items()
      .map((item) => key(item.string())),
  );
  return (token) => {
    const at = token.search(/['\u2019]/u);
    return at > 0 && articles.has(key(token.slice(0, at))) ? token.slice(at + 1) : token;
  };
};
