import { holds } from "./choose-facts.ts";
import type { CompiledKind, Wording } from "./compile-kind.ts";
import { renderPhrase } from "./phrase.ts";
import type { Random } from "./random.ts";

/** How a shop's titles name a variant; the same for all variants of one product. */
export interface TitleHabit {
  readonly wording: Wording;
  readonly capitals: boolean;
  /** 0 `, sage, large`, 1 ` – sage, large`, 2 ` in sage, large`, 3 ` (sage, large)`. */
  readonly ending: number;
}

export function chooseTitle(kind: CompiledKind, texts: Readonly<Record<string, string>>, random: Random): TitleHabit {
  const wording = pickHolding(kind.title, texts, random);
  return { wording, capitals: random.chance(0.45), ending: random.below(4) };
}

/**
 * @param texts every slot's text, `colour` and `size` included where the product has them
 * @param named which of the two its title must name, when the wording does not
 * @param random the same stream for all variants of a product, so that only what differs differs
 */
export function writeTitle(
  { wording, capitals, ending }: TitleHabit,
  texts: Readonly<Record<string, string>>,
  named: { readonly colour: boolean; readonly size: boolean },
  random: Random,
): string {
  // A walnut lamp in walnut is a walnut lamp.
  let title = capital(renderPhrase(wording.phrase, texts, random)).replace(/\b(\w{3,}) \1\b/i, "$1");
  const colour = named.colour && !saysWord(title, texts["colour"]!) ? texts["colour"]! : "";
  const size = named.size && !wording.slots.has("size") ? sizeInTitle(texts["size"]!) : "";
  const names = colour !== "" && size !== "" ? `${colour}, ${size}` : colour + size;
  if (names !== "") {
    const ended = /, | in |\)$/.test(title);
    if (ending === 3 && !title.endsWith(")")) title += ` (${names})`;
    else if (ending === 2 && colour !== "" && !ended) title += ` in ${names}`;
    else title += ending === 1 ? ` – ${names}` : `, ${names}`;
  }
  return capitals ? titleCase(title) : title;
}

/** One or two opening sentences, some facts, perhaps a closing one. */
export function writeDescription(kind: CompiledKind, texts: Readonly<Record<string, string>>, random: Random): string {
  const sentences = [pickHolding(kind.open, texts, random)];
  const say = kind.say.filter((wording) => holds(wording, texts));
  const wanted = Math.min(say.length, 1 + random.below(3));
  for (let count = 0; count < wanted; count += 1) sentences.push(...say.splice(random.below(say.length), 1));
  if (random.chance(0.4)) sentences.push(pickHolding(kind.close, texts, random));
  return sentences.map(({ phrase }) => capital(renderPhrase(phrase, texts, random))).join(" ");
}

/** A title as a tired hand types it, its brand left alone: one letter of a long word dropped, doubled or swapped with the next. */
export function misspell(title: string, brand: string, random: Random): string {
  const words = Array.from(title.matchAll(/\b[A-Za-z][a-z]{5,}/g)).filter(([word]) => !brand.includes(word));
  if (words.length === 0) return title;
  const word = random.pick(words);
  const at = word.index + 1 + random.below(word[0].length - 2);
  const [before, letter, next, after] = [title.slice(0, at), title[at]!, title[at + 1]!, title.slice(at + 2)];
  const slip = random.below(3);
  if (slip === 0 && letter !== next) return before + next + letter + after;
  return slip === 1 ? before + letter + letter + next + after : before + next + after;
}

function pickHolding(wordings: readonly Wording[], texts: Readonly<Record<string, string>>, random: Random): Wording {
  const fitting = wordings.filter((wording) => holds(wording, texts));
  if (fitting.length === 0) throw new Error(`No sentence fits ${JSON.stringify(texts)}`);
  return random.pick(fitting);
}

function saysWord(title: string, word: string): boolean {
  return ` ${title.toLowerCase()} `.includes(` ${word} `);
}

function sizeInTitle(size: string): string {
  return /^(?:\d+|XXS|XS|S|M|L|XL|XXL)$/.test(size) ? `size ${size}` : size;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const small = new Set("and with in of for the to a an x on by from at or".split(" "));
const units = new Set("cm mm kg ml g m h dpi gsm lm".split(" "));

/** "linen cushion with piped edge" → "Linen Cushion with Piped Edge". */
function titleCase(title: string): string {
  return title.replace(/(?<![\w'’.])[a-z][a-zé]*-?/g, (word, at: number) =>
    at > 0 && (small.has(word) || (units.has(word) && title[at - 1] === " ")) ? word : capital(word),
  );
}
