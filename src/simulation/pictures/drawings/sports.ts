import { line, oval, path, rect, shine, times } from "../shapes.ts";
import type { Drawing } from "../paint.ts";

export const sportDrawings: Readonly<Record<string, Drawing>> = {
  ball: {
    shadow: 88,
    draw: ({ body, shade, trim, random }) => {
      const seams = [
        () => line("M96 214q104 66 208 0M200 116q-70 100 0 216M200 116q70 100 0 216", shade(-0.4), 4),
        () =>
          path("M200 178l42 30l-16 50h-52l-16-50z", trim(-0.2)) +
          times(
            5,
            (i) =>
              `<g transform="rotate(${i * 72} 200 224)">${line("M200 178v-32", shade(-0.4), 4) + path("M176 120q24-10 48 0l-24 26z", trim(-0.2))}</g>`,
          ),
        () => line("M124 146q60 80 0 158M276 146q-60 80 0 158", trim(0.2), 8),
      ];
      return (
        oval(200, 226, 112, 112, body) +
        seams[random.below(3)]!() +
        shine("M122 190q18-56 72-66q-46 26-54 78q-18 12-18-12z", 0.4)
      );
    },
  },
  "yoga-mat": {
    shadow: 140,
    draw: ({ body, round, shade, trim }) =>
      path("M58 300h270l34 30H40z", shade(0.12)) +
      rect(64, 216, 262, 96, 48, body) +
      rect(64, 216, 262, 44, 22, shade(0.25), 'opacity=".35"') +
      oval(322, 264, 30, 48, shade(-0.15)) +
      times(4, (i) =>
        oval(322, 264, 24 - i * 6, 40 - i * 10, "none", `stroke="${shade(i % 2 ? 0.2 : -0.45)}" stroke-width="3"`),
      ) +
      [120, 236]
        .map((x) => rect(x, 212, 20, 104, 8, trim(-0.1)) + rect(x + 3, 212, 3, 104, 1, round, 'opacity=".5"'))
        .join("") +
      line("M130 214C140 120 240 120 246 214", trim(-0.1), 9),
  },
  dumbbell: {
    shadow: 140,
    draw: ({ body, shade, trim, random }) => {
      const plates = 1 + random.below(3);
      const side = (x: number, flip: number): string =>
        times(
          plates,
          (i) =>
            rect(x + flip * (i * 30) - 14, 212 + i * 14, 30, 124 - i * 28, 9, i % 2 ? trim(-0.15) : body) +
            rect(x + flip * (i * 30) - 9, 222 + i * 14, 5, 100 - i * 28, 2, "#fff", 'opacity=".25"'),
        );
      return (
        rect(70, 262, 260, 24, 10, "#9aa0a6") +
        rect(150, 258, 100, 32, 12, shade(-0.4)) +
        line("M162 264v20M176 264v20M190 264v20M204 264v20M218 264v20M232 264v20", shade(-0.1), 3) +
        side(134, -1) +
        side(266, 1)
      );
    },
  },
  tent: {
    shadow: 165,
    draw: ({ body, shade, trim }) =>
      line("M40 336L62 320M360 336L338 320", "#8d9195", 4) +
      path("M60 330Q110 120 214 110Q310 140 344 330z", body) +
      path("M214 110Q150 190 130 330H60Q110 120 214 110z", shade(0.2)) +
      path("M214 110Q196 220 206 330h62Q262 200 214 110z", shade(-0.55)) +
      path("M214 110Q250 200 300 330h-32Q262 200 214 110z", trim(0.05)) +
      line("M214 110Q196 220 206 330", trim(0.2), 4) +
      line("M60 330H344", shade(-0.4), 5) +
      shine("M80 318Q116 170 186 126Q124 190 108 318z", 0.22),
  },
  "bicycle-helmet": {
    shadow: 124,
    draw: ({ body, shade, trim }) =>
      line("M126 280q20 54 66 52M268 276q-16 54-70 56", "#35383d", 6) +
      path("M70 268C66 130 150 92 214 96s124 70 122 152q0 22-22 26q-130 26-220 16q-22-2-24-22z", body) +
      path("M72 262q130 26 264-10q0 18-22 22q-130 26-220 16q-20-2-22-28z", shade(-0.35)) +
      [0, 1, 2]
        .map((i) =>
          path(`M${116 + i * 62} 232q4-70 ${32 - i * 12}-104q22-6 26 2q-16 40-14 102q-22 8-44 0z`, shade(-0.55)),
        )
        .join("") +
      line("M92 226q20-96 112-112", trim(0.1), 7) +
      shine("M92 214q16-70 66-94q-38 40-46 96q-14 12-20-2z", 0.35),
  },
};
