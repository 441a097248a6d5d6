/** A colour's name as a colour to paint: by the whole name or its last known word (`matt space grey`); else null. */
export const colourOf = (name: string): string | null => {
  const whole = COLOURS.get(name.toLowerCase());
  if (whole !== undefined) return whole;
  const words = name.toLowerCase().split(/[^a-z]+/u);
  const known = words.findLast((word) => COLOURS.has(word));
  return known === undefined ? null : (COLOURS.get(known) ?? null);
};

export const isColourField = (field: string): boolean => /(^|[._])colou?r$/u.test(field);

const COLOURS = new Map([
  ["black", "#2b2c2f"],
  ["charcoal", "#3d4145"],
  ["anthracite", "#383e42"],
  ["graphite", "#4a4d52"],
  ["grey", "#8d9195"],
  ["gray", "#8d9195"],
  ["light grey", "#c3c6c8"],
  ["silver", "#c9cdd1"],
  ["steel", "#b4bac0"],
  ["white", "#ffffff"],
  ["ivory", "#fbf6e6"],
  ["cream", "#ece0c8"],
  ["beige", "#d6c3a5"],
  ["sand", "#d6bf94"],
  ["stone", "#b9ad9c"],
  ["tan", "#bd8f5f"],
  ["brown", "#76503a"],
  ["bronze", "#a5733c"],
  ["copper", "#c47f5a"],
  ["brass", "#c6a052"],
  ["gold", "#d2b06a"],
  ["golden", "#d2b06a"],
  ["rose gold", "#dba79a"],
  ["oak", "#cfa873"],
  ["pine", "#e2c594"],
  ["walnut", "#7b5237"],
  ["natural", "#d9bf96"],
  ["red", "#c0453f"],
  ["burgundy", "#7a2d3d"],
  ["coral", "#f1755f"],
  ["terracotta", "#c1694a"],
  ["rust", "#a8502b"],
  ["orange", "#e0843c"],
  ["yellow", "#ecc95a"],
  ["mustard", "#d3a13a"],
  ["lime", "#a5cf3c"],
  ["green", "#4f8a63"],
  ["forest green", "#2f5d4a"],
  ["olive", "#7d7f4b"],
  ["mint", "#9fdcc0"],
  ["sage", "#a3b196"],
  ["teal", "#2f7f82"],
  ["turquoise", "#34b8b4"],
  ["cyan", "#22b5d8"],
  ["blue", "#4778b5"],
  ["light blue", "#a5c4dc"],
  ["navy", "#2b3f63"],
  ["indigo", "#4a4bb3"],
  ["purple", "#7a5c99"],
  ["violet", "#8358c7"],
  ["lavender", "#b9a7e2"],
  ["lilac", "#bcaed3"],
  ["pink", "#e0a3ac"],
  ["rose", "#e0788f"],
  ["magenta", "#cf3aa0"],
]);
