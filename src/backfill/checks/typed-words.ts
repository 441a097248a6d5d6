import { tokensOf } from "../tokens.ts";

/** What a colour or a material is called, and which attributes say what a product's is. */
export interface TypedWords {
  readonly name: "colour" | "material";
  readonly words: ReadonlySet<string>;
  /** Whether an attribute of this name, in words, is the product's; that of one of its parts is not. */
  isOf(label: string): boolean;
}

/**
 * The words that a product must own itself: that they stand somewhere in its data is not enough, since a black strap
 * does not make a watch black.
 *
 * @param learned values of a catalogue's own colours and materials, in its own language
 */
export function typedWords(learned: LearnedValues = { colour: [], material: [] }): readonly TypedWords[] {
  return [
    { name: "colour", words: join(colours, learned.colour), isOf: isColour },
    { name: "material", words: join(materials, learned.material), isOf: isMaterial },
  ];
}

export interface LearnedValues {
  readonly colour: readonly string[];
  readonly material: readonly string[];
}

const isColour = (label: string): boolean =>
  /^(?:(?:main|primary|base|product) )?(?:colou?rs?|colou?r (?:name|family|group)|farben?|couleurs?|kleur|colore|culoare|farve|farge|farg)$/iu.test(
    label,
  );
const isMaterial = (label: string): boolean =>
  /^(?:(?:main|primary|outer|product) )?(?:materials?|fabrics?|stoff|mati[eè]re|tessuto|tejido|gewebe|composition)$/iu.test(
    label,
  );

const join = (own: string, learned: readonly string[]): ReadonlySet<string> =>
  new Set([
    ...own.split(" "),
    ...learned.flatMap((value) =>
      tokensOf(value).flatMap(({ kind, key }) => (kind === "word" && key.length > 2 ? [key] : [])),
    ),
  ]);

const colours =
  "black white grey gray silver red blue navy green olive yellow orange purple violet lilac pink magenta brown tan beige " +
  "cream ivory gold golden turquoise teal cyan khaki burgundy maroon coral mint charcoal anthracite bronze copper rose " +
  "multicolour multicolor transparent clear schwarz weiss grau silber rot blau grun gelb lila rosa braun creme gold " +
  "turkis anthrazit bunt durchsichtig noir blanc gris rouge bleu vert jaune marron";

const materials =
  "cotton wool merino cashmere silk linen denim leather suede nubuck velvet fleece felt polyester nylon polyamide acrylic " +
  "viscose elastane spandex lycra hemp jute bamboo wood oak beech pine walnut teak birch acacia plywood mdf cork rattan " +
  "wicker paper cardboard metal steel stainless iron aluminium aluminum titanium brass copper bronze silver gold platinum " +
  "chrome zinc tin glass crystal ceramic porcelain stoneware earthenware clay marble granite stone slate concrete plastic " +
  "polypropylene polycarbonate acetate abs pvc pu tpu rubber silicone latex foam carbon kevlar canvas down feather " +
  "goretex microfibre microfiber baumwolle wolle seide leinen leder wildleder samt holz eiche buche kiefer nussbaum bambus " +
  "metall stahl edelstahl eisen kupfer messing glas keramik porzellan marmor kunststoff gummi silikon papier pappe";
