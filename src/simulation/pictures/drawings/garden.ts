import { line, oval, path, rect, shine, times } from "../shapes.ts";
import type { Drawing } from "../paint.ts";

export const gardenDrawings: Readonly<Record<string, Drawing>> = {
  "plant-pot": {
    shadow: 86,
    draw: ({ round, shade, vary, random }) => {
      const leaves = 5 + random.below(4);
      const tall = vary(96, 130);
      return (
        times(leaves, (i) => {
          const angle = ((i + 0.5) / leaves - 0.5) * 150;
          const green = ["#4f8a63", "#3d7353", "#6a9b6c"][i % 3]!;
          return `<g transform="rotate(${Math.round(angle)} 200 220)">${path(`M200 222c-34-40-26-${tall} 0-${tall + 24}c26 24 34 ${tall - 16} 0 ${tall + 24}z`, green) + line(`M200 216V${220 - tall}`, "#8fb98d", 2)}</g>`;
        }) +
        path("M128 214h144l-18 110q-3 14-16 14h-76q-13 0-16-14z", round) +
        rect(120, 202, 160, 28, 8, shade(0.12)) +
        path("M130 230h140l-1 8H131z", shade(-0.4), 'opacity=".5"')
      );
    },
  },
  hose: {
    shadow: 120,
    draw: ({ shade, trim }) =>
      times(
        4,
        (i) =>
          oval(
            190,
            312 - i * 26,
            112 - (i % 2) * 5,
            34,
            "none",
            `stroke="${shade(i % 2 ? 0.05 : -0.12)}" stroke-width="19"`,
          ) + line(`M88 ${300 - i * 26}q30-22 90-22`, shade(0.4), 4, 'opacity=".6"'),
      ) +
      line("M300 236q40-10 34-70t-34-58", shade(-0.05), 18) +
      path("M282 118l26-22l-36-44l-14 12z", trim(0)) +
      path("M258 64l14-12l-8-12l-18 14z", trim(-0.3)) +
      line("M288 112l12-10", trim(0.4), 5),
  },
  spade: {
    shadow: 44,
    draw: ({ body, shade, trim, vary }) => {
      const w = vary(46, 56);
      return (
        rect(192, 70, 16, 160, 6, trim(0)) +
        path("M168 34h64l-10 40h-44zm16 12l4 18h24l4-18z", shade(-0.15), 'fill-rule="evenodd"') +
        rect(186, 200, 28, 36, 6, shade(-0.3)) +
        path(`M${200 - w} 226q${w}-8 ${w * 2} 0l-4 56q-8 34-${w - 4} 60q-${w - 12}-26-${w - 4}-60z`, body) +
        line("M200 232v74", shade(-0.3), 4, 'opacity=".6"') +
        shine(`M${208 - w} 232h18l6 60q-20-16-24-60z`, 0.4) +
        line("M196 78v110", trim(0.4), 3, 'opacity=".6"')
      );
    },
  },
  "watering-can": {
    shadow: 112,
    draw: ({ round, shade, trim }) =>
      path("M264 170c70-40 92 60 8 104", "none", `stroke="${shade(-0.18)}" stroke-width="13"`) +
      path("M132 282L66 172l16-10l66 70z", shade(-0.1)) +
      path("M44 178l44-30l8 14l-40 30z", trim(0)) +
      path("M138 180h128l14 140q2 18-18 18H142q-18 0-16-18z", round) +
      path("M150 180q8-70 92-22", "none", `stroke="${shade(-0.18)}" stroke-width="11"`) +
      oval(202, 180, 64, 12, shade(-0.45)) +
      shine("M148 200h14l-4 120h-16z", 0.35),
  },
};
