/**
 * How a department's products are worded and priced. Lists are written `a|b|c` in one string, numbers `from..to/step`;
 * phrases in the language of phrase.ts. Any phrase may begin with a condition: `?name: …` when that fact is yes,
 * `?!name: …` when it is not, `?name=a/b: …` when it is one of these, `?name!=a/b: …` when it is none.
 */
export interface Department {
  readonly name: string;
  /** Invented; the first ones are the department's cheaper names, the last ones its dearer. */
  readonly brands: string;
  /** Names of ranges that brands give their products. */
  readonly lines: string;
  /** Pattern of model numbers: A a letter, 0 a digit, 9 a digit from 1. */
  readonly model: string;
  /** Sentences that fit any product here, for the end of a description. */
  readonly close: readonly string[];
  readonly kinds: readonly Kind[];
}

/** One kind of product: `table lamp`. */
export interface Kind {
  /** What it is called, in the singular unless sold in pairs. */
  readonly noun: string;
  /** Below the department: `Indoor > Table lamps`. */
  readonly path: string;
  /** Name of its drawing, of pictures/kinds.ts. */
  readonly draw: string;
  /** From cheap to dear, in pounds. */
  readonly price: readonly [number, number];
  /** How many of them a shop has, against the others; 1 when absent. */
  readonly share?: number;
  /**
   * Attribute → its possible values, worded as in a text; attributes hold them in lower case, `yes|no` as booleans,
   * numbers as numbers. `solid oak=oak` brings the product's colour with it. Names that begin with `_` are for the text only.
   */
  readonly facts: Readonly<Record<string, string>>;
  /** The fact, or `size`, whose later values cost more. */
  readonly dearer?: string;
  /** Fact → an earlier fact it grows with: bigger tables are longer. */
  readonly follows?: Readonly<Record<string, string>>;
  readonly colours: string;
  /** The colour is the picture's only: no variants by it, no attribute, no mention. */
  readonly paintOnly?: boolean;
  /** Second colour of the picture, where no fact names one. */
  readonly accents?: string;
  /** Variants by size; values of the attribute `size`. */
  readonly sizes?: string;
  /** Which of the sizes a value of the fact `department` has, where not all: `{ women: "UK 3|UK 4" }`. */
  readonly sizesFor?: Readonly<Record<string, string>>;
  /** Names of ranges and brands, when the department's would sound wrong here. */
  readonly lines?: string;
  readonly brands?: string;
  /** `{brand} {line} {model} {noun} {colour} {size}` and facts; a variant's colour and size are added where a title lacks them. */
  readonly title: readonly string[];
  /** First sentences. */
  readonly open: readonly string[];
  /** Sentences in any order. */
  readonly say: readonly string[];
}
