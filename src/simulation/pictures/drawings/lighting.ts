import { line, oval, path, rect, shine } from "../shapes.ts";
import type { Drawing } from "../paint.ts";

const glow = (cx: number, cy: number, rx: number, ry: number): string => oval(cx, cy, rx, ry, "url(#w)");

export const lightingDrawings: Readonly<Record<string, Drawing>> = {
  "lamp-table": {
    shadow: 74,
    lit: true,
    draw: ({ body, round, accent, trim, random, vary }) => {
      const top = vary(52, 72);
      const wide = vary(84, 104);
      const foot = [
        path("M200 208c64 26 56 118 22 130h-44c-34-12-42-104 22-130z", accent),
        rect(192, 200, 16, 124, 4, trim(-0.05)) + rect(146, 322, 108, 16, 8, accent),
        oval(200, 238, 26, 26, accent) + oval(200, 290, 46, 46, accent) + rect(160, 326, 80, 12, 5, trim(-0.3)),
      ][random.below(3)]!;
      return (
        glow(200, 150, 160, 130) +
        foot +
        rect(194, 192, 12, 22, 2, trim(-0.4)) +
        path(`M${200 - top} 84h${top * 2}l${wide - top} 118H${200 - wide}z`, random.chance(0.5) ? body : round) +
        oval(200, 202, wide, 6, "#fff3d6") +
        shine(`M${206 - top} 90h26l-20 104h-${wide - top + 16}z`, 0.22)
      );
    },
  },
  "lamp-floor": {
    shadow: 70,
    lit: true,
    draw: ({ body, accent, trim, random, vary }) => {
      const wide = vary(62, 78);
      return random.chance(0.5)
        ? glow(200, 110, 150, 110) +
            line("M200 130V332", trim(-0.2), 7) +
            rect(150, 328, 100, 11, 5.5, accent) +
            path(`M${200 - wide * 0.7} 50h${wide * 1.4}l${wide * 0.3} 78H${200 - wide}z`, body) +
            oval(200, 128, wide, 5, "#fff3d6")
        : line("M252 330V150Q252 62 168 66", trim(-0.2), 7) +
            rect(206, 328, 92, 11, 5.5, accent) +
            glow(160, 150, 120, 90) +
            path("M168 60q50 10 44 66h-104q2-54 60-66z", body) +
            oval(160, 126, 52, 6, "#fff3d6");
    },
  },
  pendant: {
    shadow: 0,
    lit: true,
    draw: ({ body, round, trim, random, vary }) => {
      const wide = vary(86, 112);
      const shade = [
        path(`M200 150c${wide * 0.9} 0 ${wide} 70 ${wide} 106H${200 - wide}c0-36 ${wide * 0.1}-106 ${wide}-106z`, body),
        path(`M176 150h48l${wide - 24} 106H${200 - wide}z`, body),
        oval(200, 214, wide * 0.8, wide * 0.74, round),
      ];
      const kind = random.below(3);
      return (
        line("M200 0V140", trim(-0.5), 4) +
        rect(188, 128, 24, 26, 6, trim(-0.15)) +
        glow(200, 280, wide * 1.5, 100) +
        shade[kind]! +
        (kind === 2 ? "" : oval(200, 256, wide, 8, "#fff3d6")) +
        shine(`M${200 - wide * 0.6} 232q4-46 40-66q-20 40-18 66z`, 0.3)
      );
    },
  },
  bulb: {
    shadow: 42,
    lit: true,
    draw: ({ trim, vary }) => {
      const r = vary(74, 86);
      return (
        glow(200, 160, r * 1.9, r * 1.85) +
        path(
          `M200 ${160 - r}a${r} ${r} 0 0 1 ${r * 0.6} ${r * 1.8}q-14 14-14 34h-${r * 1.2 - 28}q0-20-14-34a${r} ${r} 0 0 1 ${r * 0.6}-${r * 1.8}z`,
          "#fff1cf",
          'stroke="#d9c08a" stroke-width="2"',
        ) +
        line("M178 232l-4-62l26 22l26-22l-4 62", trim(-0.05), 3) +
        rect(172, 268, 56, 52, 6, "#b4bac0") +
        line("M172 282l56 8M172 298l56 8", "#8d9195", 4) +
        path("M184 320h32l-8 16h-16z", "#35383d") +
        shine("M150 150q6-44 42-52q-28 26-28 62z", 0.8)
      );
    },
  },
};
