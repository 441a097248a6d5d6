/** Short names for the SVG elements that every drawing is made of. `more` is further attributes, as they are written. */
export const rect = (
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
  fill: string,
  more = "",
): string =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${n(radius)}" fill="${fill}"${gap(more)}/>`;

export const oval = (cx: number, cy: number, rx: number, ry: number, fill: string, more = ""): string =>
  `<ellipse cx="${n(cx)}" cy="${n(cy)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}"${gap(more)}/>`;

export const path = (d: string, fill: string, more = ""): string => `<path d="${d}" fill="${fill}"${gap(more)}/>`;

/** A line along a path, rounded at its ends. */
export const line = (d: string, stroke: string, width: number, more = ""): string =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${n(width)}"${gap(more)}/>`;

export const turned = (angle: number, cx: number, cy: number, inner: string): string =>
  `<g transform="rotate(${n(angle)} ${n(cx)} ${n(cy)})">${inner}</g>`;

/** A soft highlight, as the light from the top left leaves it. */
export const shine = (d: string, opacity = 0.35): string => path(d, "#fff", `opacity="${opacity}"`);

/** `make` for 0 … count − 1, joined. */
export const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join("");

/** Numbers as short as they can be said. */
export const n = (value: number): number => Math.round(value * 10) / 10;

const gap = (more: string): string => (more === "" ? "" : ` ${more}`);
