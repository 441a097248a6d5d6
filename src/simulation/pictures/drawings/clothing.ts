import { line, oval, path, rect, shine, times } from "../shapes.ts";
import type { Drawing } from "../paint.ts";

const sleeves = "M146 84l-84 50q-10 6-6 18l20 50q4 8 14 4l38-18z M254 84l84 50q10 6 6 18l-20 50q-4 8-14 4l-38-18z";
const longSleeves =
  "M146 84l-60 34q-12 8-14 22l-22 156q-2 12 10 12h26q10 0 12-10l30-130z M254 84l60 34q12 8 14 22l22 156q2 12-10 12h-26q-10 0-12-10l-30-130z";

export const clothingDrawings: Readonly<Record<string, Drawing>> = {
  "t-shirt": {
    shadow: 0,
    draw: ({ body, shade, trim, random }) =>
      path(sleeves, shade(-0.1)) +
      path("M146 84q54 30 108 0l22 12l-2 226q-74 16-148 0l-2-226z", body) +
      path("M150 82q50 44 100 0l-8-4q-42 22-84 0z", shade(-0.3)) +
      [
        () => "",
        () => line("M126 196h148", trim(0), 22, 'stroke-linecap="butt"'),
        () => oval(200, 186, 30, 30, trim(0.1)),
        () => times(6, (i) => line(`M126 ${152 + i * 28}h148`, trim(0.1), 9, 'stroke-linecap="butt"')),
      ][random.below(4)]!() +
      line("M126 316q74 16 148 0M142 112l-16 60M258 112l16 60", shade(-0.35), 2, 'opacity=".5"') +
      shine("M140 110q20 14 36 16q-30 60-34 170q-14-90-2-186z", 0.16),
  },
  jumper: {
    shadow: 0,
    draw: ({ body, shade, trim, random }) =>
      path(longSleeves, shade(-0.12)) +
      path("M146 84q54 30 108 0l24 14l-4 214q-74 14-148 0l-4-214z", body) +
      line("M152 84q48 42 96 0", shade(-0.25), 11) +
      line(
        "M128 312q72 14 144 0M62 298h32M306 298h32",
        shade(-0.22),
        16,
        'stroke-dasharray="3 3" stroke-linecap="butt"',
      ) +
      (random.chance(0.5)
        ? times(3, (i) =>
            line(`M130 ${168 + i * 40}l17.5-12l17.5 12l17.5-12l17.5 12l17.5-12l17.5 12l17.5-12l17.5 12`, trim(0.1), 6),
          )
        : line("M168 120v186M200 126v184M232 120v186", shade(-0.16), 7, 'stroke-dasharray="8 4"')) +
      shine("M140 112q18 14 34 16q-28 60-32 160q-14-90-2-176z", 0.14),
  },
  jacket: {
    shadow: 0,
    draw: ({ body, shade, trim }) =>
      path(longSleeves, shade(-0.14)) +
      path("M146 82l54 30l54-30l26 16l-4 226H124l-4-226z", body) +
      path("M146 82l54 30l-34 40l-34-56zM254 82l-54 30l34 40l34-56z", shade(0.16)) +
      line("M200 112V322", shade(-0.45), 3) +
      times(4, (i) => oval(209, 168 + i * 40, 5, 5, trim(0.1))) +
      line("M140 262h38M222 262h38", shade(-0.4), 5) +
      rect(124, 308, 152, 16, 4, shade(-0.2)) +
      shine("M136 126l22 40q-18 60-20 130q-10-90-2-170z", 0.16),
  },
  trousers: {
    shadow: 0,
    draw: ({ body, shade, trim, vary }) => {
      const hem = vary(42, 62);
      return (
        path(`M132 60h136l18 250q1 16-${hem - 48} 20h-${hem}l-32-190l-32 190h-${hem}q-10-4-8-20z`, body) +
        path("M200 140l-6 190h-20z", shade(-0.4), 'opacity=".45"') +
        rect(130, 54, 140, 24, 5, shade(-0.18)) +
        line("M200 78v58q0 14-14 16", shade(-0.4), 3) +
        line("M138 84q6 32 34 34M262 84q-6 32-34 34", shade(-0.4), 3) +
        oval(200, 66, 5, 5, trim(0.1)) +
        line("M156 120L140 314M244 120L260 314", shade(0.3), 2, 'opacity=".6"')
      );
    },
  },
  dress: {
    shadow: 0,
    draw: ({ body, shade, trim, random, vary }) => {
      const wide = vary(96, 122);
      return (
        path("M164 64l-12 66l20 60h56l20-60l-12-66q-10 44-36 44t-36-44z", body) +
        path(`M172 186h56l${wide - 28} 138q-${wide} 24-${wide * 2} 0z`, body) +
        line(`M186 196q-20 70-40 132M200 196v138M214 196q20 70 40 132`, shade(-0.3), 3, 'opacity=".5"') +
        rect(168, 178, 64, 16, 6, trim(-0.05)) +
        (random.chance(0.5)
          ? times(8, (i) => oval(150 + (i % 4) * 33, 250 + Math.floor(i / 4) * 44 + (i % 2) * 14, 7, 7, trim(0.3)))
          : "") +
        shine("M166 90q2 40 16 86q-18-30-24-46z", 0.25)
      );
    },
  },
  hat: {
    shadow: 124,
    draw: ({ body, shade, trim, random }) =>
      random.chance(0.5)
        ? path("M112 300q-8-170 88-170t88 170z", body) +
          line("M150 146q-20 60-18 150M200 130v166M250 146q20 60 18 150", shade(-0.2), 5) +
          rect(100, 276, 200, 58, 18, shade(-0.12)) +
          line("M120 282v44M146 282v46M172 282v46M198 282v46M224 282v46M250 282v46M276 282v44", shade(-0.35), 3) +
          oval(200, 122, 32, 30, trim(0.2))
        : oval(200, 306, 154, 32, shade(-0.15)) +
          path("M112 300q6-132 52-140q36 14 72 0q46 8 52 140q-88 26-176 0z", body) +
          path("M112 286q88 28 176 0l1 22q-88 26-178 0z", trim(-0.1)) +
          shine("M132 270q8-80 36-98q-16 40-16 106z", 0.25),
  },
};
