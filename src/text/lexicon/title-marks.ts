import type { IndexDocument } from "../../domain/document.ts";
import { foldPhrase } from "./fold-phrase.ts";

/** Folded words that a document's titles hold for a known reason. */
export interface TitleMarks {
  readonly brand: ReadonlySet<string>;
  /** Words of attribute values: in `Notebook case black` the last word is its colour, not what it is. */
  readonly values: ReadonlySet<string>;
}

/** Values of more words are descriptions. */
const MOST_WORDS = 4;
/** What a product is, rather than what it is like. */
const NAMES_A_TYPE = /(?:^|_)(?:type|category|kind|class|department|item)$/iu;
const REMEMBERED = 50_000;

/** Reads the marks of one document after the other. */
export function titleMarker(): (document: IndexDocument) => TitleMarks {
  const words = new Map<string, readonly string[]>();
  const wordsOf = (keyword: string, read: (keyword: string) => readonly string[]): readonly string[] => {
    let found = words.get(keyword);
    if (found === undefined) {
      found = read(keyword);
      if (words.size >= REMEMBERED) words.clear();
      words.set(keyword, found);
    }
    return found;
  };
  return ({ keywords }) => {
    const brand = new Set<string>();
    const values = new Set<string>();
    for (const keyword of keywords["brand"] ?? []) for (const word of wordsOf(keyword, split)) brand.add(word);
    for (const keyword of keywords["attributes"] ?? []) {
      if (!isNumber(keyword)) for (const word of wordsOf(keyword, valueWords)) values.add(word);
    }
    return { brand, values };
  };
}

/** Most attributes of most products: not worth remembering. */
function isNumber(keyword: string): boolean {
  const last = keyword.charCodeAt(keyword.length - 1);
  return last >= 48 && last <= 57 && /=[\d.]+$/u.test(keyword);
}

function valueWords(keyword: string): readonly string[] {
  const equals = keyword.indexOf("=");
  if (NAMES_A_TYPE.test(keyword.slice(0, equals))) return [];
  const value = keyword.slice(equals + 1);
  if (value === "true" || value === "false" || !/\p{L}/u.test(value)) return [];
  const words = split(value);
  return words.length > MOST_WORDS ? [] : words.filter((word) => !/\d/u.test(word));
}

function split(value: string): readonly string[] {
  return foldPhrase(value).split(" ");
}
