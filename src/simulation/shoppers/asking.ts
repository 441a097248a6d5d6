import { createRandom, mixSeeds, type Random } from "../random.ts";
import type { Habits, QueryForm } from "./habits.ts";
import { hashText, type HiddenOf } from "./hidden-liking.ts";
import { type Intent, makeUnspoken, pickBrand, pickValue, sampleBrands, type Want } from "./intent.ts";
import { type NounPhrase, nounPhrases } from "./noun-phrases.ts";
import type { Group, Kind, Shelf } from "./shelf.ts";
import { makeShopper, type Shopper } from "./shopper.ts";
import { wordsOf, wordWants } from "./word-wants.ts";

/** What is said of an intent; the rest of it stays in the shopper's head. */
export interface Spoken {
  readonly form: QueryForm;
  /** The words for the thing; empty when only a brand or a product is named. */
  readonly phrase: string;
  readonly wants: readonly Want[];
  readonly brand: string | null;
  readonly targets: readonly Group[];
  /** As it would be typed without a slip. */
  readonly text: string;
}

export interface Asked {
  readonly intent: Intent;
  readonly spoken: Spoken;
}

export interface Asking {
  /** @param near a kind they looked for before in this session */
  ask(shopper: Shopper, near: Kind | null, nowMs: number, random: Random): Asked;
  /** Another intent, and another shopper, that would have said the same: by Bayes over all who might have. */
  again(spoken: Spoken, nowMs: number, random: Random): Intent;
  /** The same intent in other words. */
  rephrase(asked: Asked, random: Random): Asked;
}

/** Things that the shop does not sell. */
const missing = [
  "helicopter",
  "piano",
  "wedding cake",
  "caravan",
  "chainsaw oil",
  "aquarium",
  "violin strings",
] as const;

export function createAsking(shelf: Shelf, hiddenOf: HiddenOf, habits: Habits, seed: number): Asking {
  const { kinds } = shelf;
  const phrases = nounPhrases(kinds, habits);
  const demand = demandOf(kinds, habits, seed);
  const named = groupsByName(kinds);
  const fitOf = (shopper: Pick<Shopper, "taste">, kind: Kind) => (brand: string) => {
    const { brandAppeal, manner } = hiddenOf(kind.groups.find((group) => group.brand === brand)!);
    const { taste } = shopper;
    return brandAppeal + taste[0] * manner[0] + taste[1] * manner[1] + taste[2] * manner[2];
  };

  return {
    ask(shopper, near, nowMs, random) {
      const form = pickForm(habits, random);
      if (form === "none") {
        const text = random.pick(missing);
        const spoken: Spoken = { form, phrase: text, wants: [], brand: null, targets: [], text };
        const intent = { kind: null, wants: [], brand: null, targets: [], pricePlace: 0, shopper };
        return { spoken, intent };
      }
      const allowed =
        near !== null && random.chance(0.6) ? kinds.filter(({ path }) => path[0] === near.path[0]) : kinds;
      const kind = pickWeighted(allowed, (one) => demand(one, nowMs), random)!;
      const spoken = speak(kind, form, shopper, random);
      const intent = { kind, brand: spoken.brand, targets: spoken.targets, shopper };
      return { spoken, intent: { ...intent, ...makeUnspoken(kind, spoken.wants, shopper, random) } };
    },

    again(spoken, nowMs, random) {
      const kind =
        spoken.targets.length > 0
          ? random.pick(spoken.targets).kind
          : pickWeighted(kinds, (one) => demand(one, nowMs) * chanceToSay(one, spoken), random)!;
      const shopper = anyShopper(spoken, kind, random);
      const rest = makeUnspoken(kind, spoken.wants, shopper, random);
      return { kind, brand: spoken.brand, targets: spoken.targets, shopper, ...rest };
    },

    rephrase({ spoken, intent }, random) {
      const { kind } = intent;
      if (kind === null) return { spoken, intent };
      // Other words for the same thing first, most often the shop's; then one thing more, or one fewer, said.
      const fewer = spoken.wants.length > 0 && random.chance(0.4);
      const unsaid = intent.wants.filter(({ trait, value }) => wordsOf(trait, value) !== null);
      const wants = fewer ? spoken.wants.slice(1) : unsaid.slice(0, spoken.wants.length + 1);
      const phrase = random.chance(0.7) ? kind.noun : pickPhrase(phrases[kind.index]!, random);
      const brand = spoken.form === "brand" ? null : spoken.brand;
      const form = wants.length > 0 ? "attribute" : brand === null ? "noun" : "brand_noun";
      return { spoken: worded({ form, phrase, wants, brand, targets: [] }), intent };
    },
  };

  function speak(kind: Kind, form: QueryForm, shopper: Shopper, random: Random): Spoken {
    if (form === "product") {
      const name = nameOf(random.pick(kind.groups));
      return { form, phrase: "", wants: [], brand: null, targets: named.get(name)!, text: name };
    }
    const phrase = form === "brand" ? "" : pickPhrase(phrases[kind.index]!, random);
    const brand = form === "brand" || form === "brand_noun" ? pickBrand(kind, fitOf(shopper, kind), random) : null;
    const wants = form === "attribute" ? speakWants(kind, random) : [];
    return worded({
      form: form === "attribute" && wants.length === 0 ? "noun" : form,
      phrase,
      wants,
      brand,
      targets: [],
    });
  }

  /** How probable it is that someone after this kind says just this, up to a factor that is the same for all kinds. */
  function chanceToSay(kind: Kind, { phrase, wants, brand }: Spoken): number {
    let chance = phrase === "" ? 1 : (phrases[kind.index]!.find(({ words }) => words === phrase)?.share ?? 0);
    if (brand !== null) chance *= kind.brands.get(brand) ?? 0;
    for (const { trait, value } of wants) {
      const values = kind.traits.find(({ name }) => name === trait)?.values;
      chance *= (values?.find((one) => one.value === value)?.share ?? 0) / kind.traits.length;
    }
    return chance;
  }

  /** Who asks for a brand by name is one whom it suits: drawn until it does. */
  function anyShopper({ brand }: Spoken, kind: Kind, random: Random): Shopper {
    for (let tries = 0; ; tries += 1) {
      const number = random.below(2 ** 31);
      const shopper = makeShopper({ ...habits, seed: mixSeeds(seed, 303), number });
      if (brand === null || tries > 20) return shopper;
      const fit = fitOf(shopper, kind);
      if (sampleBrands(kind, 3, random).every((other) => fit(other) <= fit(brand))) return shopper;
    }
  }
}

/** Demand by popularity and season; which kinds are popular is the shop's, not the shoppers'. */
function demandOf(kinds: readonly Kind[], habits: Habits, seed: number): (kind: Kind, nowMs: number) => number {
  const luck = kinds.map(({ noun, path }) => mixSeeds(seed, 301, hashText(`${path.join(">")} ${noun}`)));
  const order = kinds.map(({ index }) => index).sort((a, b) => luck[a]! - luck[b]!);
  const base = new Float64Array(kinds.length);
  order.forEach((kind, rank) => (base[kind] = (rank + 1) ** -habits.demandExponent));
  const phases = luck.map((one) => createRandom(one).next() * 2 * Math.PI);
  return ({ index }, nowMs) => {
    const year = (nowMs / (365 * 86_400_000)) * 2 * Math.PI;
    return base[index]! * (1 + habits.seasonSwing * Math.sin(year + phases[index]!));
  };
}

function pickForm({ queries }: Habits, random: Random): QueryForm {
  let roll = random.next();
  for (const [form, share] of Object.entries(queries)) if ((roll -= share) < 0) return form as QueryForm;
  return "noun";
}

function pickPhrase(phrases: readonly NounPhrase[], random: Random): string {
  let roll = random.next();
  for (const { words, share } of phrases) if ((roll -= share) < 0) return words;
  return phrases[0]!.words;
}

function speakWants(kind: Kind, random: Random): Want[] {
  const wants: Want[] = [];
  for (let left = random.chance(0.25) ? 2 : 1; left > 0 && kind.traits.length > 0; left -= 1) {
    const trait = random.pick(kind.traits);
    const value = pickValue(trait, random);
    if (wordsOf(trait.name, value) === null || wants.some((want) => want.trait === trait.name)) continue;
    wants.push({ trait: trait.name, value, strict: true });
  }
  return wants;
}

function worded(spoken: Omit<Spoken, "text">): Spoken {
  const words = wordWants(spoken.wants, spoken.phrase);
  return { ...spoken, text: [spoken.brand?.toLowerCase() ?? "", words].join(" ").trim() };
}

/** What one product is asked for by: the first words of its title. */
function nameOf({ title }: Group): string {
  return title.split(/[,(–]/)[0]!.trim().toLowerCase().split(/\s+/).slice(0, 4).join(" ");
}

function groupsByName(kinds: readonly Kind[]): Map<string, Group[]> {
  const named = new Map<string, Group[]>();
  for (const { groups } of kinds) {
    for (const group of groups) named.set(nameOf(group), [...(named.get(nameOf(group)) ?? []), group]);
  }
  return named;
}

function pickWeighted<T>(values: readonly T[], weight: (value: T) => number, random: Random): T | undefined {
  const weights = values.map(weight);
  let roll = random.next() * weights.reduce((sum, one) => sum + one, 0);
  return values.find((_, at) => (roll -= weights[at]!) < 0) ?? values.at(-1);
}
