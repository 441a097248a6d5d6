import type { JsonObject } from "../domain/json.ts";
import type { CatalogMapping, KeywordField, NumberField, TextField } from "../domain/mapping.ts";
import { createAnalyzer, createNormalizer } from "./analyzer.ts";
import { jsonPlace, type JsonPlace } from "./json-reader.ts";
import { isLanguage, LANGUAGES } from "./stem.ts";

/**
 * Reads a catalogue's mapping from an Elasticsearch index body, such as mappings/products.json.
 *
 * @throws WinnowError `invalid_mapping` for what this engine does not know or would read otherwise than Elasticsearch;
 * `where` is the JSON pointer and `hint` says what would be right
 */
export const readMapping = (body: unknown): CatalogMapping => {
  const root = jsonPlace(body).only("settings", "mappings");
  root.at("settings").only("analysis", "number_of_shards", "number_of_replicas", "refresh_interval");
  root.at("settings").at("analysis").only("analyzer", "normalizer", "tokenizer", "char_filter", "filter");
  const mappings = root.at("mappings").only("dynamic", "properties", "_meta");
  if (mappings.at("dynamic").value !== false) {
    mappings.at("dynamic").fail("fields must not be added by themselves", "Set dynamic to false.");
  }
  const winnow = mappings.at("_meta").at("winnow").only("weights", "facets", "identifiers", "language");
  const fields = readFields(mappings.at("properties"), winnow.at("weights"));
  checkAnalysis(fields, mappings.at("properties"), body as JsonObject);
  return {
    ...fields,
    facets: namesOf(winnow.at("facets"), [...fields.keywords, ...fields.numbers]),
    identifiers: namesOf(winnow.at("identifiers"), fields.keywords),
    language: readLanguage(winnow.at("language")),
    body: body as JsonObject,
  };
};

interface Fields {
  readonly text: readonly TextField[];
  readonly keywords: readonly KeywordField[];
  readonly numbers: readonly NumberField[];
}

const readFields = (properties: JsonPlace, weights: JsonPlace): Fields => {
  const text: TextField[] = [];
  const keywords: KeywordField[] = [];
  const numbers: NumberField[] = [];
  for (const name of properties.keys()) {
    const field = properties.at(name);
    if (!/^[A-Za-z][A-Za-z0-9_]*$/u.test(name)) {
      field.fail("not a field's name", "Use letters, digits and underscores, a letter first.");
    }
    const type = field.at("type").string("a field type");
    if (type === "text") {
      field.only("type", "analyzer", "position_increment_gap", "meta");
      if (field.at("position_increment_gap").value !== 0) {
        field.fail("the texts of a field must follow one another without a gap", "Set position_increment_gap to 0.");
      }
      text.push({
        name,
        analyzer: field.at("analyzer").string("an analyzer's name"),
        weight: readWeight(weights.at(name)),
      });
    } else if (type === "keyword") {
      field.only("type", "normalizer", "meta", "index", "doc_values");
      if (isShownOnly(field)) continue;
      const normalizer = field.at("normalizer");
      keywords.push({ name, normalizer: normalizer.value === undefined ? null : normalizer.string() });
    } else if (type === "double" || type === "long" || type === "date" || type === "boolean") {
      field.only("type", "meta");
      numbers.push({ name, type });
    } else {
      field.at("type").fail(`field type "${type}" is not known`, "Use text, keyword, double, long, date or boolean.");
    }
    sourcesOf(field, name);
  }
  for (const name of weights.keys()) {
    if (!text.some((field) => field.name === name)) {
      weights
        .at(name)
        .fail(`"${name}" is not a text field`, `Text fields: ${text.map((field) => field.name).join(", ")}.`);
    }
  }
  return { text, keywords, numbers };
};

/**
 * The product's fields that a field of the mapping holds: its `meta.from`, comma-separated, or the one of its own name.
 */
export const sourcesOf = (field: JsonPlace, name: string): readonly string[] => {
  const meta = field.at("meta");
  if (meta.value === undefined) return [name];
  const from = meta.only("from").at("from");
  const sources = from
    .string("names of product fields")
    .split(",")
    .map((source) => source.trim());
  return sources.includes("") ? from.fail("a name is missing", 'Write it as "brand" or "sku, gtin".') : sources;
};

const readWeight = (weight: JsonPlace): number => {
  const value = weight.number("the weight of a text field");
  return value >= 0 ? value : weight.fail(`${value} is not a weight`, "Give a number of 0 or more.");
};

const isShownOnly = (field: JsonPlace): boolean => {
  const index = field.at("index").value;
  const docValues = field.at("doc_values").value;
  if (index === undefined && docValues === undefined) return false;
  if (index === false && docValues === false) return true;
  return field.fail("index and doc_values must both be left out or both be false", "Both false: kept and shown only.");
};

const checkAnalysis = (fields: Fields, properties: JsonPlace, body: JsonObject): void => {
  for (const { name, analyzer } of fields.text) {
    expectDefined(analyzer, "analyzer", properties.at(name).at("analyzer"), body);
    createAnalyzer(body, analyzer);
  }
  for (const { name, normalizer } of fields.keywords) {
    if (normalizer === null) continue;
    expectDefined(normalizer, "normalizer", properties.at(name).at("normalizer"), body);
    createNormalizer(body, normalizer);
  }
};

const expectDefined = (name: string, kind: "analyzer" | "normalizer", use: JsonPlace, body: JsonObject): void => {
  const defined = jsonPlace(body).at("settings").at("analysis").at(kind);
  const names = defined.value === undefined ? [] : defined.keys();
  if (!names.includes(name)) {
    use.fail(`no ${kind} "${name}" in ${defined.path}`, `Define it there, or use one of: ${names.join(", ")}.`);
  }
};

const namesOf = (list: JsonPlace, fields: readonly { readonly name: string }[]): readonly string[] =>
  list.items().map((item) => {
    const name = item.string("a field's name");
    const field = name.startsWith("attributes.") ? "attributes" : name;
    return fields.some((each) => each.name === field)
      ? name
      : item.fail(`"${name}" is not a field to use here`, `Use one of ${fields.map((each) => each.name).join(", ")}.`);
  });

const readLanguage = (language: JsonPlace): string => {
  const name = language.string("a language");
  return isLanguage(name)
    ? name
    : language.fail(`language "${name}" is not known`, `Use one of ${LANGUAGES.join(", ")}.`);
};
