import { foldToAscii } from "./ascii-folding.ts";
import { fold } from "./fold.ts";
import { lowerCase } from "./lower-case.ts";
import { normalizeQuery } from "./normalize-query.ts";
import { isLanguage, LANGUAGES, stem } from "./stem.ts";
import { stopWords } from "./stop-words.ts";

test.each([
  ["Straße", "Strasse"],
  ["ÆØÅ æøå Œœ Łł Đđ Þþ", "AEOA aeoa OEoe Ll Dd THth"],
  ["ﬁ ﬄ ĳ ǆ", "fi ffl ij dz"],
  ["①⑩⒈⑴ ² ₃", "1101.(1) 2 3"],
  ["ＡＢＣ１２３！", "ABC123!"],
  ["“quotes” ‘and’ — dashes", "\"quotes\" 'and' - dashes"],
  ["Ελλάς Россия 東京 e\u0301", "Ελλάς Россия 東京 e\u0301"],
])("folds %j to %j as Lucene does", (text, folded) => {
  expect(foldToAscii(text)).toBe(folded);
});

test("lower case is Java's, letter by letter", () => {
  expect(["ABC", "İI", "ΣΟΦΟΣ", "ÀÉ", "ẞ", "𐐀"].map(lowerCase)).toEqual(["abc", "ii", "σοφοσ", "àé", "ß", "𐐨"]);
});

test("fold makes what people see alike", () => {
  expect(["Crème", "cre\u0300me", "CRÈME"].map(fold)).toEqual(["creme", "creme", "creme"]);
});

test.each([
  ["  two \t\n spaces ", "two spaces"],
  ["nul\u0000 bidi\u202e zero\u200bwidth \u061c", "nul bidi zerowidth"],
  ["cafe\u0301 ＴＶ", "caf\u00e9 TV"],
  ["55″ Core™2 m²", "55″ Core™2 m²"],
  ['Keep CASE & "quotes"!', 'Keep CASE & "quotes"!'],
  ["\ud800lone \ufffd", "lone"],
  ["\u200b \u202e", ""],
])("a query %j becomes %j", (text, clean) => {
  expect(normalizeQuery(text)).toBe(clean);
  expect(normalizeQuery(clean)).toBe(clean);
});

test.each([
  ["english", "headphones", "headphon"],
  ["english", "batteries", "batteri"],
  ["english", "battery", "batteri"],
  ["english", "women", "women"],
  ["german", "schuhe", "schuh"],
  ["french", "chaussures", "chaussur"],
] as const)("the %s stem of %s is %s", (language, term, expected) => {
  expect(stem(language)(term)).toBe(expected);
});

test("every language stems a word and has stop words in the form of terms", () => {
  for (const language of LANGUAGES) {
    expect(isLanguage(language)).toBe(true);
    expect(stem(language)("shoes").length).toBeGreaterThan(0);
    expect(stopWords(language).size).toBeGreaterThan(5);
    for (const word of stopWords(language)) expect([language, fold(word)]).toEqual([language, word]);
  }
  expect(isLanguage("klingon")).toBe(false);
});
