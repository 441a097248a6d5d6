import { mixSeeds, createRandom, type Random } from "../random.ts";

/** What a drawing paints with. Light falls from the top left; the ground is at y 340 of a 400 × 400 tile. */
export interface Paint {
  /** The product's colour, flat, and shades of it: negative darker, positive lighter, in −1…1. */
  readonly shade: (amount: number) => string;
  /** Shades of the second colour. */
  readonly trim: (amount: number) => string;
  /** Gradients: body lit from the top left, a cylinder standing upright, the trim, glass or a screen. */
  readonly body: string;
  readonly round: string;
  readonly accent: string;
  readonly glass: string;
  /** A number in [from, to], decided by the picture's seed. */
  readonly vary: (from: number, to: number) => number;
  readonly random: Random;
}

/** A drawing's SVG elements, on top of the tile and its shadow. */
export interface Drawing {
  /** Half the width of the shadow on the ground; 0 for what hangs or lies flat. */
  readonly shadow: number;
  /** It gives light: the gradient `url(#w)`, a warm glow, is there to paint it with. */
  readonly lit?: true;
  readonly draw: (paint: Paint) => string;
}

export function paintTile(drawing: Drawing, colour: string, accent: string, seed: number): string {
  const shade = (amount: number): string => mix(colour, amount);
  const trim = (amount: number): string => mix(accent, amount);
  const random = createRandom(mixSeeds(seed, 77));
  const paint: Paint = {
    shade,
    trim,
    body: "url(#b)",
    round: "url(#r)",
    accent: "url(#a)",
    glass: "url(#g)",
    vary: (from, to) => Math.round((from + random.next() * (to - from)) * 10) / 10,
    random,
  };
  const gradient = (id: string, end: string, stops: readonly string[]): string =>
    `<linearGradient id="${id}" ${end}>${stops.map((stop, i) => `<stop offset="${round(i / (stops.length - 1))}" stop-color="${stop}"/>`).join("")}</linearGradient>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400"><defs>` +
    gradient("t", 'x2=".3" y2="1"', [mix(blend("#f6f5f2", colour, 0.05), 0), blend("#e6e4df", colour, 0.12)]) +
    gradient("b", 'x2=".7" y2="1"', [shade(0.28), shade(0.02), shade(-0.2)]) +
    gradient("r", "", [shade(-0.12), shade(0.3), shade(0.04), shade(-0.26)]) +
    gradient("a", 'x2=".7" y2="1"', [trim(0.25), trim(-0.18)]) +
    gradient("g", 'x2=".8" y2="1"', ["#4d5866", "#1d232b"]) +
    `<radialGradient id="s"><stop stop-color="#1c1a17" stop-opacity=".34"/><stop offset="1" stop-color="#1c1a17" stop-opacity="0"/></radialGradient>` +
    (drawing.lit === true
      ? `<radialGradient id="w"><stop stop-color="#ffdc8f" stop-opacity=".8"/><stop offset="1" stop-color="#ffe3a8" stop-opacity="0"/></radialGradient>`
      : "") +
    `</defs>` +
    `<rect width="400" height="400" fill="url(#t)"/>` +
    (drawing.shadow > 0
      ? `<ellipse cx="206" cy="341" rx="${drawing.shadow}" ry="${round(6 + drawing.shadow / 12)}" fill="url(#s)"/>`
      : "") +
    `<g stroke-linejoin="round" stroke-linecap="round">${drawing.draw(paint)}</g></svg>`
  );
}

/** Towards white (positive) or towards a warm black (negative). */
function mix(colour: string, amount: number): string {
  return amount >= 0 ? blend(colour, "#ffffff", amount) : blend(colour, "#15120f", -amount);
}

function blend(from: string, to: string, share: number): string {
  const channel = (at: number): string => {
    const a = parseInt(from.slice(at, at + 2), 16);
    const b = parseInt(to.slice(at, at + 2), 16);
    return Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
