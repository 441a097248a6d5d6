import { line, oval, path, rect, shine, times } from "../shapes.ts";
import type { Drawing } from "../paint.ts";

const bone = (x: number, y: number, fill: string): string =>
  `<g transform="translate(${x} ${y})">${rect(-26, -8, 52, 16, 4, fill) + [-28, 28].map((cx) => oval(cx, -8, 12, 12, fill) + oval(cx, 8, 12, 12, fill)).join("")}</g>`;

export const petDrawings: Readonly<Record<string, Drawing>> = {
  "pet-bed": {
    shadow: 160,
    draw: ({ body, shade, trim }) =>
      oval(200, 268, 160, 66, shade(-0.12)) +
      oval(200, 256, 120, 44, trim(0.3)) +
      oval(200, 262, 96, 28, trim(0.5), 'opacity=".6"') +
      path("M40 262q4-34 46-54q-16 24-4 46q30 40 118 42t118-42q12-22-4-46q42 20 46 54v22q-20 54-160 54T40 284z", body) +
      bone(200, 318, trim(0.45)) +
      shine("M56 262q6-22 24-34q-10 26 10 50q-24 4-34-16z", 0.3),
  },
  bowl: {
    shadow: 130,
    draw: ({ round, shade, trim, random }) =>
      path("M110 252h180l46 74q2 12-12 12H76q-14 0-12-12z", round) +
      oval(200, 252, 92, 24, shade(0.3)) +
      oval(200, 254, 78, 17, shade(-0.5)) +
      (random.chance(0.5)
        ? times(9, (i) => oval(146 + i * 13.5, 248 - (i % 3) * 6, 10, 8, ["#8a5a38", "#a06c45"][i % 2]!))
        : oval(200, 256, 70, 12, "#a8cfe0")) +
      bone(200, 304, trim(0.4)) +
      shine("M114 268h16l-30 58h-16z", 0.35),
  },
  lead: {
    shadow: 110,
    draw: ({ shade, trim }) =>
      oval(184, 232, 84, 84, "none", `stroke="${shade(0)}" stroke-width="19"`) +
      oval(196, 240, 58, 58, "none", `stroke="${shade(-0.18)}" stroke-width="19"`) +
      line("M112 190q20-40 66-42", shade(0.4), 4, 'opacity=".7"') +
      line("M238 280Q300 330 306 250T286 118", shade(-0.05), 19) +
      rect(272, 92, 28, 34, 5, trim(-0.1)) +
      line("M286 92v-22", "#8d9195", 9) +
      oval(286, 54, 18, 20, "none", 'stroke="#8d9195" stroke-width="9"') +
      line("M128 296q34 30 84 20", trim(0.2), 3, 'stroke-dasharray="7 6"'),
  },
};
