import type { Product } from "../domain/product.ts";
import { plainText } from "./product-facts.ts";
import { turnedBy } from "./checks/source-words.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** An attribute that a product lacks, and the values that its own words may mean. */
export interface Gap {
  readonly name: string;
  /** At least one; as the catalogue writes them. */
  readonly candidates: readonly string[];
}

/** What products of a category usually tell of themselves. */
export interface AttributeSurvey {
  add(own: Product): void;
  /** Attributes that most products beside it have, of which its title or description names a known value. */
  gaps(own: Product): readonly Gap[];
}

/** A category of fewer products shows no habit. */
const FEWEST = 10;
const USUAL_SHARE = 0.5;
/** An attribute of more values is free text. */
const MOST_VALUES = 300;
const LONGEST_VALUE = 40;

export function surveyAttributes(): AttributeSurvey {
  const categories = new Map<string, { products: number; readonly names: Map<string, number> }>();
  /** Attribute → value's key → value. */
  const values = new Map<string, Map<string, string>>();
  return {
    add(own) {
      const category = categoryOf(own);
      const habit = categories.get(category) ?? { products: 0, names: new Map<string, number>() };
      categories.set(category, habit);
      habit.products++;
      for (const [name, list] of Object.entries(own.attributes ?? {})) {
        habit.names.set(name, (habit.names.get(name) ?? 0) + 1);
        const known = values.get(name) ?? new Map<string, string>();
        values.set(name, known);
        for (const value of list)
          if (isName(value) && known.size <= MOST_VALUES) known.set(keyOf(tokensOf(value)), value);
      }
    },
    gaps(own) {
      const habit = categories.get(categoryOf(own));
      if (habit === undefined || habit.products < FEWEST) return [];
      const spoken = spokenTexts(own);
      return [...habit.names].flatMap(([name, count]) => {
        const isUsual = count >= USUAL_SHARE * habit.products;
        const known = values.get(name)!;
        if (!isUsual || own.attributes?.[name] !== undefined || known.size > MOST_VALUES) return [];
        const candidates = candidatesIn(spoken, known);
        return candidates.length === 0 ? [] : [{ name, candidates }];
      });
    },
  };
}

const categoryOf = ({ categories }: Product): string => categories?.[0] ?? "";

const isName = (value: unknown): value is string =>
  typeof value === "string" && value.length <= LONGEST_VALUE && /\p{L}{2}/u.test(value);

const keyOf = (tokens: readonly Token[]): string => tokens.map(({ key }) => key).join(" ");

/** The brand's words are its name: Red Wing is no colour. */
const spokenTexts = ({ title, description, brand }: Product): readonly (readonly Token[])[] => {
  const nameless = brand === undefined || brand === "" ? title : title.replaceAll(brand, " , ");
  return [nameless, description ?? ""].map((text) => tokensOf(plainText(text).slice(0, 2000)));
};

/** Values whose words stand side by side, in no turned sense; of two that overlap the longer one. */
function candidatesIn(texts: readonly (readonly Token[])[], known: ReadonlyMap<string, string>): readonly string[] {
  const found = new Map<string, string>();
  for (const tokens of texts) {
    for (let at = 0; at < tokens.length; at++) {
      for (let n = Math.min(4, tokens.length - at); n >= 1; n--) {
        const words = tokens.slice(at, at + n);
        const value = known.get(keyOf(words));
        if (value === undefined || words.some((_, i) => turnedBy(tokens, at + i) !== null)) continue;
        found.set(keyOf(words), value);
        at += n - 1;
        break;
      }
    }
  }
  return [...found.values()];
}
