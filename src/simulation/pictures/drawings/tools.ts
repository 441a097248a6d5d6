import { line, oval, path, rect, shine, turned } from "../shapes.ts";
import type { Drawing } from "../paint.ts";

const steel = "#b4bac0";

export const toolDrawings: Readonly<Record<string, Drawing>> = {
  drill: {
    shadow: 84,
    draw: ({ body, shade, trim, vary }) => {
      const battery = vary(40, 54);
      return (
        line("M20 157h62", "#8d9195", 8) +
        path("M78 138h46l10-8v54l-10-8H78z", "#35383d") +
        rect(128, 112, 176, 92, 26, body) +
        path("M214 196h80l-8 112h-66q10-60-6-112z", shade(-0.12)) +
        path("M196 204h22q10 20 8 44q-24 0-30-44z", "#2b2c2f") +
        rect(204, 336 - battery, 116, battery, 10, "#35383d") +
        rect(216, 346 - battery, 92, 12, 4, trim(0.05)) +
        path("M232 128h44l-8 16h-36zM232 152h36l-8 16h-28z", shade(-0.4), 'opacity=".6"') +
        rect(146, 128, 56, 22, 8, trim(0.1)) +
        shine("M144 120h100q-70 6-100 24q-8-20 0-24z", 0.35)
      );
    },
  },
  hammer: {
    shadow: 0,
    draw: ({ body, shade, trim, vary }) =>
      turned(
        vary(28, 42),
        200,
        200,
        rect(186, 108, 28, 150, 6, trim(0.05)) +
          rect(182, 236, 36, 126, 16, body) +
          line("M190 262h20M190 284h20M190 306h20M190 328h20", shade(-0.3), 4) +
          path("M132 66h112q52-6 84 34q-40-16-84 6h-22v18h-44v-18h-46z", steel) +
          rect(104, 56, 34, 60, 7, "#9aa0a6") +
          shine("M142 72h96q30 0 44 8q-60-2-140 4z", 0.6) +
          shine("M190 128h7v100h-7z", 0.3),
      ),
  },
  screwdriver: {
    shadow: 0,
    draw: ({ body, round, shade, trim, vary }) =>
      turned(
        vary(36, 50),
        200,
        200,
        rect(193, 40, 14, 170, 3, steel) +
          path("M190 30h20l-3 26h-14z", "#8d9195") +
          rect(182, 200, 36, 20, 5, trim(-0.1)) +
          path("M172 226q28-14 56 0l4 40q-8 14 0 30l2 52q-4 20-34 20t-34-20l2-52q8-16 0-30z", round) +
          line("M188 246v100M200 244v106M212 246v100", shade(-0.35), 4) +
          oval(200, 366, 24, 5, body) +
          shine("M196 46h4v150h-4z", 0.7),
      ),
  },
  saw: {
    shadow: 0,
    draw: ({ body, shade, trim }) =>
      turned(
        -18,
        200,
        200,
        path("M26 190l214-34v82L26 214z", "#cdd3d8") +
          line("M28 217l212 24", "#8d9195", 6, 'stroke-dasharray="3 4" stroke-linecap="butt"') +
          line("M34 194l200-30", "#fff", 3, 'opacity=".8"') +
          path(
            "M232 146q60-22 104 2q34 22 24 70q-14 54-62 50q-50-8-66-26zm46 26q-16 24 0 54q28 18 48-4q10-40-12-50q-20-8-36 0z",
            body,
            'fill-rule="evenodd"',
          ) +
          oval(254, 180, 6, 6, trim(0.2)) +
          oval(254, 218, 6, 6, trim(0.2)) +
          line("M300 262q40 2 52-44", shade(-0.3), 4, 'opacity=".6"'),
      ),
  },
  toolbox: {
    shadow: 150,
    draw: ({ body, shade, trim }) =>
      line("M150 170v-40q0-14 14-14h72q14 0 14 14v40", trim(-0.35), 14) +
      rect(66, 164, 268, 60, 12, shade(0.08)) +
      rect(56, 214, 288, 122, 12, body) +
      rect(56, 212, 288, 12, 2, shade(-0.4), 'opacity=".6"') +
      [116, 264].map((x) => rect(x - 16, 200, 40, 44, 6, "#c9cdd1") + rect(x - 6, 212, 20, 20, 4, "#8d9195")).join("") +
      rect(164, 266, 72, 36, 6, trim(0.1)) +
      shine("M74 172h150q-100 6-146 30q-8-22-4-30z", 0.3),
  },
};
