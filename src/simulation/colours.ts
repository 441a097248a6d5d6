/** Every colour a demo product can have, and what paints it. Woods and metals are colours here: a table is `oak`. */
export const colours = {
  black: "#2b2c2f",
  graphite: "#4a4d52",
  grey: "#8d9195",
  "light grey": "#c3c6c8",
  silver: "#c9cdd1",
  white: "#f2f1ee",
  cream: "#ece0c8",
  beige: "#d6c3a5",
  stone: "#b9ad9c",
  tan: "#bd8f5f",
  brown: "#76503a",
  terracotta: "#c1694a",
  orange: "#e0843c",
  mustard: "#d3a13a",
  yellow: "#ecc95a",
  olive: "#7d7f4b",
  sage: "#a3b196",
  green: "#4f8a63",
  "forest green": "#2f5d4a",
  teal: "#2f7f82",
  "light blue": "#a5c4dc",
  blue: "#4778b5",
  navy: "#2b3f63",
  purple: "#7a5c99",
  lilac: "#bcaed3",
  pink: "#e0a3ac",
  red: "#c0453f",
  burgundy: "#7a2d3d",
  oak: "#cfa873",
  walnut: "#7b5237",
  pine: "#e2c594",
  steel: "#b4bac0",
  brass: "#c6a052",
  copper: "#c47f5a",
  gold: "#d2b06a",
  "rose gold": "#dba79a",
} as const satisfies Readonly<Record<string, string>>;

export type Colour = keyof typeof colours;

export function isColour(name: string): name is Colour {
  return Object.hasOwn(colours, name);
}
