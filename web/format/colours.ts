/** A colour word as a colour to paint, by its last known word (`matt space grey`), or null. */
export const colourOf = (name: string): string | null => {
  const words = name.toLowerCase().split(/[^a-z]+/u);
  const known = words.findLast((word) => COLOURS.has(word));
  return known === undefined ? null : (COLOURS.get(known) ?? null);
};

export const isColourField = (field: string): boolean => /(^|[._])colou?r$/u.test(field);

const COLOURS = new Map([
  ["black", "#1d1d1f"],
  ["charcoal", "#3d4145"],
  ["anthracite", "#383e42"],
  ["graphite", "#4b4e52"],
  ["grey", "#8e9196"],
  ["gray", "#8e9196"],
  ["silver", "#c3c7cc"],
  ["white", "#ffffff"],
  ["ivory", "#fbf6e6"],
  ["cream", "#f6ecd2"],
  ["beige", "#dfcfb0"],
  ["sand", "#d6bf94"],
  ["tan", "#c69c6d"],
  ["brown", "#7a4f32"],
  ["bronze", "#a5733c"],
  ["copper", "#b8703f"],
  ["gold", "#d1a844"],
  ["golden", "#d1a844"],
  ["oak", "#bd9160"],
  ["walnut", "#6a4a35"],
  ["natural", "#d9bf96"],
  ["red", "#d13438"],
  ["burgundy", "#7a1f35"],
  ["coral", "#f1755f"],
  ["terracotta", "#c2633f"],
  ["rust", "#a8502b"],
  ["orange", "#ef7f1a"],
  ["yellow", "#f3c921"],
  ["mustard", "#d2a028"],
  ["lime", "#a5cf3c"],
  ["green", "#3f9650"],
  ["olive", "#7c7a3a"],
  ["mint", "#9fdcc0"],
  ["sage", "#9caf8c"],
  ["teal", "#1a7f86"],
  ["turquoise", "#34b8b4"],
  ["cyan", "#22b5d8"],
  ["blue", "#2f6fd6"],
  ["navy", "#22315e"],
  ["indigo", "#4a4bb3"],
  ["purple", "#7b46b5"],
  ["violet", "#8358c7"],
  ["lavender", "#b9a7e2"],
  ["lilac", "#c5a9d8"],
  ["pink", "#ef8fb2"],
  ["rose", "#e0788f"],
  ["magenta", "#cf3aa0"],
]);
