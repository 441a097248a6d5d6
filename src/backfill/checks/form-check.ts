import type { TextFinding } from "../../domain/enrichment.ts";
import { isLanguage, LANGUAGES } from "../../text/stem.ts";
import { stopWords } from "../../text/stop-words.ts";
import type { Token } from "../tokens.ts";

export interface FormRules {
  /** Snowball's name of the language. */
  readonly language: string;
  /** In characters. */
  readonly shortest: number;
  readonly longest: number;
  /** The product's and its brand's, and values of its attributes: what stands in them is no link of a text's own. */
  readonly names?: readonly string[];
}

/** What a text may not look like, whatever it says. */
export function checkForm(text: string, tokens: readonly Token[], rules: FormRules): readonly TextFinding[] {
  const marks = markup.flatMap(({ pattern, what, named = false }) => {
    const found = pattern.exec(text)?.[0];
    if (found === undefined || (named && rules.names?.some((name) => name.includes(found)))) return [];
    return [{ check: "markup", says: `A description holds no ${what}.`, text: found }];
  });
  return [...marks, ...lengthFindings(text, rules), ...repeated(text), ...language(tokens, rules.language)];
}

/** @property named whether a brand or a product may be called so */
const markup: readonly { readonly pattern: RegExp; readonly what: string; readonly named?: true }[] = [
  { pattern: /<\/?[a-z!][^>]*>?|&(?:[a-z]{2,8}|#x?[0-9a-f]{1,6});/iu, what: "HTML" },
  { pattern: /\b[a-z][a-z0-9+.-]*:\/\/\S*|\bwww\.\S+|\b(?:javascript|data|mailto):\S*/iu, what: "links" },
  {
    pattern:
      /\b[\p{L}\p{N}-]{2,}\.(?:com|net|org|io|shop|store|info|biz|eu|de|fr|uk|ru|cn|top|xyz|example)\b(?:\/\S*)?/iu,
    what: "links",
    named: true,
  },
  { pattern: /\S+@\S+\.\S+/u, what: "e-mail addresses" },
  { pattern: /\+?\d[\d ()/-]{8,}\d/u, what: "telephone numbers", named: true },
  { pattern: /\*\*|__|^\s*#{1,6}\s|^\s*[-*•]\s|\[[^\]]*\]\([^)]*\)|`|\|/mu, what: "marks of a format" },
  { pattern: /[{}<>[\]\\]/u, what: "brackets of a program" },
  { pattern: /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u, what: "invisible characters" },
  { pattern: /\p{Extended_Pictographic}/u, what: "pictures" },
  { pattern: /!|[?]/u, what: "exclamations or questions" },
];

function lengthFindings(text: string, { shortest, longest }: FormRules): readonly TextFinding[] {
  const says = (what: string) => [{ check: "length", says: what, text: "" }];
  if (text.length < shortest) return says(`It has ${text.length} characters, and ${shortest} are the least.`);
  if (text.length > longest) return says(`It has ${text.length} characters, and ${longest} are the most.`);
  return /[.。]$/u.test(text) ? [] : says("It does not end with a whole sentence.");
}

function repeated(text: string): readonly TextFinding[] {
  const sentences = text.split(/[.;]\s+/u).map((each) => each.replace(/\.$/u, "").toLowerCase());
  const doubled = /(?<![\p{L}\p{N}])(\p{L}{4,}) \1(?![\p{L}\p{N}])/iu.exec(text)?.[0];
  if (doubled !== undefined) return [{ check: "repeated", says: "It has a word twice.", text: doubled }];
  const twice = sentences.find((each, i) => each.length > 10 && sentences.indexOf(each) !== i);
  return twice === undefined ? [] : [{ check: "repeated", says: "It says the same twice.", text: twice }];
}

/** By the small words, which every sentence has and which differ from language to language. */
function language(tokens: readonly Token[], name: string): readonly TextFinding[] {
  if (!isLanguage(name) || tokens.length < 5) return [];
  const own = stopWords(name);
  const hits = (words: ReadonlySet<string>) => tokens.filter(({ key }) => words.has(key)).length;
  const ownHits = hits(own);
  const other = LANGUAGES.filter((each) => each !== name).find(
    (each) => hits(stopWords(each)) > Math.max(1, 2 * ownHits),
  );
  const foreign = tokens.some(({ kind, raw }) => kind === "word" && isForeignScript(raw, name));
  if (other === undefined && !foreign) return [];
  return [
    {
      check: "language",
      says: `It does not seem to be ${name}${other === undefined ? "" : `, but ${other}`}.`,
      text: "",
    },
  ];
}

const isForeignScript = (word: string, language: string): boolean =>
  language === "russian"
    ? /[^\p{sc=Cyrl}\p{sc=Latn}\p{M}\p{N}'’]/u.test(word)
    : /[^\p{sc=Latn}\p{M}\p{N}'’]/u.test(word);
