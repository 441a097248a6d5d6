import { foldToAscii } from "./ascii-folding.ts";
import type { JsonPlace } from "./json-reader.ts";
import { lowerCase } from "./lower-case.ts";
import { isLanguage, LANGUAGES, stem } from "./stem.ts";

/** Rewrites a token; null removes it. */
export type TokenFilter = (token: string) => string | null;

/**
 * A token filter by its name in an analyzer: a built-in one, or one defined in `settings.analysis.filter`.
 *
 * @param name where the analyzer names it
 * @param definitions `settings.analysis.filter`
 * @throws WinnowError `invalid_mapping` for a filter that this engine does not know
 */
export const createTokenFilter = (name: JsonPlace, definitions: JsonPlace): TokenFilter => {
  const id = name.string("a token filter's name");
  if (definitions.value !== undefined && definitions.keys().includes(id)) return defined(definitions.at(id));
  return BUILT_IN[id] ?? name.fail(`token filter "${id}" is not known`, KNOWN);
};

const BUILT_IN: Readonly<Record<string, TokenFilter>> = { lowercase: lowerCase, asciifolding: foldToAscii };

const KNOWN =
  "Use lowercase, asciifolding, or one of type stemmer, stop or elision defined in settings.analysis.filter.";

const defined = (definition: JsonPlace): TokenFilter => {
  const type = definition.at("type").string("a token filter's type");
  if (type === "stemmer") return stemmer(definition.only("type", "language").at("language"));
  if (type === "stop") return stop(definition.only("type", "stopwords").at("stopwords"));
  if (type === "elision") return elision(definition.only("type", "articles", "articles_case"));
  return BUILT_IN[type] ?? definition.at("type").fail(`token filter type "${type}" is not known`, KNOWN);
};

const stemmer = (place: JsonPlace): TokenFilter => {
  const language = place.string("a stemmer's language");
  // Elasticsearch's `english` is the old Porter stemmer; `porter2` is Snowball's English.
  const snowball = language === "porter2" ? "english" : language;
  if (language === "english" || !isLanguage(snowball)) {
    const known = LANGUAGES.map((each) => (each === "english" ? "porter2" : each));
    return place.fail(`stemmer "${language}" is not known`, `Use one of ${known.join(", ")}.`);
  }
  return stem(snowball);
};

const stop = (place: JsonPlace): TokenFilter => {
  const words = new Set(
    Array.isArray(place.value)
      ? place.items().map((item) => item.string())
      : place.fail("a named list of stop words is not known", "List the words themselves."),
  );
  return (token) => (words.has(token) ? null : token);
};

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
