import { isLanguage } from "../text/stem.ts";
import { stopWords } from "../text/stop-words.ts";

/** What the checks know of a language. */
export interface LanguageWords {
  /** Folded words that say nothing about a product by themselves: whatever stands beside them must be in its data. */
  readonly neutral: ReadonlySet<string>;
  /** Endings by which forms of one word differ. */
  readonly endings: readonly string[];
}

/** Words that turn what comes after them into its contrary, in any language. */
export const negating: ReadonlySet<string> = new Set(
  (
    "no not non without free never less anti un " +
    "nicht kein keine keinen ohne frei los sans pas aucun sin ninguno senza niet geen zonder"
  ).split(" "),
);

/** Words that make of what stands beside them something like it. */
export const likening: ReadonlySet<string> = new Set(
  (
    "faux fake imitation artificial mock vegan look effect style like optic unecht kunst imitat optik " +
    "compatible replacement kompatibel ersatz"
  ).split(" "),
);

/** Words after which something else than the product is named: a bag "for" a laptop holds none yet. */
export const serving: ReadonlySet<string> = new Set(
  "for fits fit suits suited suitable compatible fur passend kompatibel pour para per voor til till".split(" "),
);

/** Words after which something of the product, or in its box, is named. */
export const including: ReadonlySet<string> = new Set(
  "with include includes included including contains contain mit enthalt enthalten samt avec con met med".split(" "),
);

/** Words that make of a number at least, or at most, so much. */
export const comparing: ReadonlySet<string> = new Set(
  (
    "more than over under up about between least most beyond above below within almost nearly only just " +
    "mehr als uber unter bis etwa mindestens hochstens nur rund plus moins environ"
  ).split(" "),
);

/** @param language Snowball's name; one that is not known well has few neutral words, so that more goes to a person */
export const wordsOf = (language: string): LanguageWords => {
  const known = languages.get(language);
  if (known !== undefined) return known;
  const neutral = new Set(isLanguage(language) ? stopWords(language) : []);
  for (const word of [...negating, ...likening]) neutral.delete(word);
  return { neutral, endings: ["", "s"] };
};

// No word here may say anything that could be false of a product: not "new", "easy", "set", "all", nor a number, nor what
// counts without one: "both", "another", "more".
const english =
  "a an and any are as at be been being by can come comes could do does each for from had has have having here how if in " +
  "into is it its itself may my of on or our over own so some such than that the their them then there these they " +
  "this those through to under up upon using use uses user was we well were what when where whether which while who " +
  "whose will with within would you your also about between during along across among onto " +
  "product products item items article articles model models piece version versions variant variants type types kind " +
  "range ranges category categories brand brands name named called known listed lists described description details detail " +
  "belongs belong part made make makes maker manufacturer built designed design designs produced comes available offered " +
  "offers offer features feature featuring featured includes include including included shown shows show presented sold " +
  "intended meant suited suitable finds find found needs need wants want give gives giving given provide provides " +
  "provided data information according bring brings keep keeps serve serves fit fits means stands stand states state refers labelled labeled stated specified " +
  "specification specifications properties property characteristics colour color colours colors size sizes material " +
  "materials look looking choose chosen option options fall falls under grouped found placed combines combine combined together whose thanks";

const german =
  "ab aber als also am an auch auf aus bei beim bietet bieten bis da damit dank das dem den der des die diese diesem diesen " +
  "dieser dieses durch ein eine einem einen einer eines er es fur gibt hat haben hier ihr ihre ihrem ihren ihrer im in ins " +
  "ist je kann konnen man mit nach oder sich sie sind so sowie uber um und unter vom von vor war was welche welcher welches " +
  "wenn werden wie wird wo zu zum zur zwischen produkt produkte produkts artikel artikels modell modelle ausfuhrung " +
  "variante art kategorie marke hersteller name namens genannt gehort gehoren teil hergestellt gefertigt gemacht besteht " +
  "bestehen entworfen gedacht geeignet eignet vorgesehen dient dienen enthalt enthalten umfasst verfugt verfugen verfugbar " +
  "erhaltlich angeboten zeigt gezeigt beschreibung beschrieben angaben angabe eigenschaften eigenschaft merkmale merkmal " +
  "farbe farben grosse grossen material materialien kommt kommen passt passen bezeichnet bezeichnung verwendet verwendung " +
  "nutzen nutzung finden findet steht stehen";

const languages: ReadonlyMap<string, LanguageWords> = new Map([
  ["english", { neutral: without(english), endings: ["", "s", "es"] }],
  ["german", { neutral: without(german), endings: ["", "e", "en", "n", "er", "es", "em", "s"] }],
]);

function without(words: string): ReadonlySet<string> {
  // "look" and "for" are neutral as verbs go, but "leather look" is no leather.
  return new Set(words.split(" ").filter((word) => !negating.has(word) && !likening.has(word)));
}
