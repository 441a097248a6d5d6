import type { CompiledKind, Wording } from "./compile-kind.ts";
import type { Colour } from "./colours.ts";
import type { Random } from "./random.ts";

/** What one product and its variants are, before any word of it is written. */
export interface Draft {
  readonly kind: CompiledKind;
  readonly brand: string;
  readonly line: string;
  readonly model: string;
  /** An index into each fact's texts and values, in the kind's order. */
  readonly facts: readonly number[];
  readonly colours: readonly Colour[];
  /** Indices into the kind's sizes; empty when it has none. */
  readonly sizes: readonly number[];
  /** Where its price lies in its kind, 0 to 1, before its size counts. */
  readonly place: number;
}

export function chooseFacts(kind: CompiledKind, random: Random): Draft {
  // Squared, so that a few brands are everywhere and most are rare; turned by the kind, so that they are not the same ones.
  const brandAt = Math.floor(random.next() ** 1.7 * kind.brands.length);
  const brand = (brandAt + kind.noun.length * 5) % kind.brands.length;
  const facts: number[] = [];
  for (const { texts, follows } of kind.facts) {
    const free = random.below(texts.length);
    if (follows < 0) facts.push(free);
    else
      facts.push(
        Math.round((facts[follows]! / Math.max(1, kind.facts[follows]!.texts.length - 1)) * (texts.length - 1)),
      );
  }
  const dearer = kind.facts.findIndex(({ name }) => name === kind.dearer);
  const tier = kind.brands.length < 2 ? 0.5 : brand / (kind.brands.length - 1);
  const luck = Math.min(1, Math.max(0, 0.5 + random.normal() * 0.22));
  const grade = dearer < 0 ? luck : facts[dearer]! / Math.max(1, kind.facts[dearer]!.texts.length - 1);
  return {
    kind,
    brand: kind.brands[brand]!,
    line: random.pick(kind.lines),
    model: modelNumber(kind.model, random),
    facts,
    colours: coloursOf(kind, facts, random),
    sizes: chooseSizes(sizesOf(kind, facts), random),
    place: 0.3 * tier + 0.4 * grade + 0.3 * luck,
  };
}

/** The text of each slot that is the same for all variants. */
export function draftTexts(draft: Draft): Record<string, string> {
  const texts: Record<string, string> = {
    brand: draft.brand,
    line: draft.line,
    model: draft.model,
    noun: draft.kind.noun,
  };
  draft.kind.facts.forEach(({ name, texts: choices }, at) => (texts[name] = choices[draft.facts[at]!]!));
  return texts;
}

/** Whether what it says is so. A condition may ask for any slot; what a kind lacks is not so. */
export function holds({ condition }: Wording, texts: Readonly<Record<string, string>>): boolean {
  if (condition === null) return true;
  return condition.wanted.includes(texts[condition.fact] ?? "") !== condition.not;
}

function modelNumber(pattern: string, random: Random): string {
  let model = "";
  for (const char of pattern) {
    if (char === "A") model += "ABCDEFGHKLMNPRSTVXZ"[random.below(19)]!;
    else if (char === "0") model += String(random.below(10));
    else if (char === "9") model += String(1 + random.below(9));
    else model += char;
  }
  return model;
}

/** The colour a fact brings with it, else one to four of the kind's. */
function coloursOf(kind: CompiledKind, facts: readonly number[], random: Random): readonly Colour[] {
  const free = chooseColours(kind.colours, random);
  for (const [at, { colours }] of kind.facts.entries()) {
    const bound = colours[facts[at]!];
    if (bound !== null && bound !== undefined) return [bound];
  }
  return kind.paintOnly ? free.slice(0, 1) : free;
}

function chooseColours(all: readonly Colour[], random: Random): Colour[] {
  const roll = random.next();
  const count = Math.min(all.length, roll < 0.5 ? 1 : roll < 0.75 ? 2 : roll < 0.92 ? 3 : 4);
  const start = random.below(all.length);
  // A step of 1 keeps them distinct for every length; the start is what varies.
  return Array.from({ length: count }, (_, at) => all[(start + at) % all.length]!);
}

function sizesOf(kind: CompiledKind, facts: readonly number[]): readonly number[] {
  const at = kind.facts.findIndex(({ name }) => name === "department");
  const own = at < 0 ? undefined : kind.sizesFor.get(kind.facts[at]!.texts[facts[at]!]!);
  return own ?? kind.sizes.map((_, size) => size);
}

/** A run of neighbouring sizes: most of them, now and then one alone. */
function chooseSizes(all: readonly number[], random: Random): readonly number[] {
  if (all.length === 0) return [];
  const count = random.chance(0.15) ? 1 : Math.min(all.length, 2 + random.below(Math.min(5, all.length)));
  const start = random.below(all.length - count + 1);
  return all.slice(start, start + count);
}
