import { line, oval, path, rect, shine, times, turned } from "../shapes.ts";
import type { Drawing } from "../paint.ts";

export const paperDrawings: Readonly<Record<string, Drawing>> = {
  book: {
    shadow: 104,
    draw: ({ body, shade, trim, random }) => {
      const art = [
        () => oval(206, 176, 46, 46, trim(0.1)) + path("M122 250q44-60 84-20t80-16v70H122z", trim(-0.2)),
        () => times(4, (i) => line(`M136 ${110 + i * 26}h${130 - i * 22}`, trim(0.1), 12)),
        () => path("M204 100l64 110H140z", trim(0.1)) + oval(204, 190, 22, 22, shade(0.4)),
        () => times(9, (i) => oval(154 + (i % 3) * 50, 118 + Math.floor(i / 3) * 50, 15, 15, trim(i % 2 ? 0.3 : -0.1))),
      ][random.below(4)]!();
      return (
        path("M116 330q-14 0-14-12V84q0-18 16-18v250h186v14z", shade(-0.4)) +
        rect(112, 316, 190, 18, 3, "#f4f0e6") +
        line("M116 322h182M116 327h182", "#d9d2c2", 1.5) +
        rect(106, 66, 196, 252, 5, body) +
        rect(106, 66, 15, 252, 4, shade(-0.25)) +
        art +
        line("M150 286h108", "#fff", 9, 'opacity=".9"') +
        line("M168 303h72", "#fff", 4, 'opacity=".7"') +
        shine("M124 72h70l-60 240h-10z", 0.12)
      );
    },
  },
  notebook: {
    shadow: 106,
    draw: ({ body, shade, trim, random }) =>
      rect(112, 74, 186, 262, 9, "#f4f0e6") +
      rect(104, 68, 188, 262, 10, body) +
      (random.chance(0.5)
        ? times(9, (i) => rect(94, 88 + i * 26, 26, 7, 3.5, "#9aa0a6") + oval(116, 91 + i * 26, 4, 4, shade(-0.5)))
        : rect(262, 68, 11, 262, 1, trim(0)) + path("M150 330v20l7-6l7 6v-20z", trim(0.1))) +
      rect(150, 120, 92, 54, 4, "#fbfaf7") +
      line("M164 140h64M172 156h48", shade(-0.4), 4) +
      shine("M126 76h60l-44 244h-16z", 0.14),
  },
  pen: {
    shadow: 0,
    draw: ({ round, shade, trim, random, vary }) => {
      const one = (x: number, swap: boolean): string => {
        const barrel = swap ? trim(0.05) : round;
        return (
          rect(x - 15, 92, 30, 176, 8, barrel) +
          rect(x - 15, 206, 30, 8, 0, "#c6a052") +
          path(`M${x - 14} 268h28l-10 46h-8z`, swap ? trim(-0.3) : shade(-0.3)) +
          path(`M${x - 4} 314h8l-4 20z`, "#35383d") +
          rect(x + 8, 72, 7, 84, 3.5, "#c6a052") +
          rect(x - 15, 66, 30, 40, 8, swap ? trim(-0.2) : shade(-0.2)) +
          shine(`M${x - 9} 112h5v140h-5z`, 0.5)
        );
      };
      return turned(vary(26, 40), 200, 200, random.chance(0.5) ? one(174, false) + one(232, true) : one(200, false));
    },
  },
};
