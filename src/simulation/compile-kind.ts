import { colours, isColour, type Colour } from "./colours.ts";
import type { Department, Kind } from "./department.ts";
import { parsePhrase, type Phrase } from "./phrase.ts";
import type { AttributeValue } from "../domain/product.ts";

/** A kind with its department's words, parsed once. */
export interface CompiledKind {
  readonly category: string;
  /** Three letters for SKUs. */
  readonly code: string;
  readonly noun: string;
  readonly draw: string;
  readonly share: number;
  readonly price: readonly [number, number];
  readonly brands: readonly string[];
  readonly lines: readonly string[];
  readonly model: string;
  readonly facts: readonly Fact[];
  readonly dearer: string | null;
  readonly colours: readonly Colour[];
  readonly paintOnly: boolean;
  readonly accents: readonly Colour[];
  readonly sizes: readonly string[];
  /** Value of the fact `department` → indices into `sizes`. */
  readonly sizesFor: ReadonlyMap<string, readonly number[]>;
  readonly title: readonly Wording[];
  readonly open: readonly Wording[];
  readonly say: readonly Wording[];
  readonly close: readonly Wording[];
}

export interface Fact {
  readonly name: string;
  /** Worded as in a text. */
  readonly texts: readonly string[];
  /** The same, as attributes hold them. */
  readonly values: readonly AttributeValue[];
  /** The colour a value brings with it: a walnut table is walnut. */
  readonly colours: readonly (Colour | null)[];
  /** An earlier fact it grows with, or -1. */
  readonly follows: number;
}

export interface Wording {
  readonly condition: { readonly fact: string; readonly wanted: readonly string[]; readonly not: boolean } | null;
  readonly phrase: Phrase;
  readonly slots: ReadonlySet<string>;
}

/** @throws Error naming the kind and what is wrong with its words */
export function compileKind(department: Department, kind: Kind): CompiledKind {
  try {
    return {
      category: `${department.name} > ${kind.path}`,
      code: shortCode(kind.noun),
      noun: kind.noun,
      draw: kind.draw,
      share: kind.share ?? 1,
      price: kind.price,
      brands: (kind.brands ?? department.brands).split("|"),
      lines: (kind.lines ?? department.lines).split("|"),
      model: department.model,
      facts: Object.entries(kind.facts).map(([name, source], at) =>
        compileFact(name, source, followed(kind, name, at)),
      ),
      dearer: kind.dearer ?? null,
      colours: readColours(kind.colours),
      paintOnly: kind.paintOnly ?? false,
      accents: kind.accents === undefined ? [] : readColours(kind.accents),
      sizes: kind.sizes?.split("|") ?? [],
      sizesFor: new Map(Object.entries(kind.sizesFor ?? {}).map(([whose, sizes]) => [whose, placesOf(sizes, kind)])),
      title: compileOwn(kind, kind.title),
      open: compileOwn(kind, kind.open),
      say: compileOwn(kind, kind.say),
      close: department.close.map(compileWording),
    };
  } catch (error) {
    throw new Error(`${department.name}, ${kind.noun}: ${(error as Error).message}`, { cause: error });
  }
}

function shortCode(text: string): string {
  const words = text.toUpperCase().match(/[A-Z]+/g)!;
  if (words.length === 1) return words[0].slice(0, 3);
  return (words[0].slice(0, 1) + words.at(-1)!.slice(0, 2)).padEnd(3, "X");
}

function followed({ facts, follows = {} }: Kind, name: string, at: number): number {
  const other = follows[name];
  if (other === undefined) return -1;
  const before = Object.keys(facts).indexOf(other);
  if (before < 0 || before >= at) throw new Error(`"${name}" follows "${other}", which is no earlier fact`);
  return before;
}

function compileFact(name: string, source: string, follows: number): Fact {
  const pairs = readList(source).map((item) => /^([^=]*)=?(.*)$/.exec(item)!);
  const texts = pairs.map(([, text]) => text ?? "");
  const values: AttributeValue[] = texts.every((text) => text === "yes" || text === "no")
    ? texts.map((text) => text === "yes")
    : texts.every((text) => Number.isFinite(Number(text)))
      ? texts.map(Number)
      : texts.map((text) => text.toLowerCase());
  return {
    name,
    texts,
    values,
    colours: pairs.map(([, , colour = ""]) => (colour === "" ? null : readColour(colour))),
    follows,
  };
}

function readList(source: string): string[] {
  return source.split("|").flatMap((item) => {
    const range = /^([\d.]+)\.\.([\d.]+)\/([\d.]+)$/.exec(item);
    if (range === null) return [item];
    const [from, to, step] = [Number(range[1]), Number(range[2]), Number(range[3])];
    return Array.from({ length: Math.floor((to - from) / step + 1e-9) + 1 }, (_, index) =>
      String(Math.round((from + index * step) * 100) / 100),
    );
  });
}

function placesOf(sizes: string, kind: Kind): number[] {
  const all = kind.sizes?.split("|") ?? [];
  return sizes.split("|").map((size) => {
    const at = all.indexOf(size);
    if (at < 0) throw new Error(`"${size}" is none of its sizes`);
    return at;
  });
}

function readColours(source: string): Colour[] {
  return source.split("|").map(readColour);
}

function readColour(name: string): Colour {
  if (!isColour(name)) throw new Error(`"${name}" is none of ${Object.keys(colours).join(", ")}`);
  return name;
}

/** A slip in a kind's own sentences shows when they are compiled, not with the product that is the first to need them. */
function compileOwn(kind: Kind, sources: readonly string[]): Wording[] {
  const known = new Set(["brand", "line", "model", "noun", "colour", ...Object.keys(kind.facts)]);
  if (kind.sizes !== undefined) known.add("size");
  return sources.map((source) => {
    const wording = compileWording(source);
    for (const slot of [...wording.slots, wording.condition?.fact ?? "noun"]) {
      if (!known.has(slot)) throw new Error(`There is no "${slot}" for: ${source}`);
    }
    return wording;
  });
}

function compileWording(source: string): Wording {
  const asked = /^\?(!?)(\w+)(?:(!?)=([^:]+))?: /.exec(source);
  const text = asked === null ? source : source.slice(asked[0].length);
  return {
    condition:
      asked === null
        ? null
        : { fact: asked[2]!, wanted: asked[4]?.split("/") ?? ["yes"], not: asked[1] === "!" || asked[3] === "!" },
    phrase: parsePhrase(text),
    slots: new Set(Array.from(text.matchAll(/\{(?:a )?(\w+)\}/g), (match) => match[1]!)),
  };
}
