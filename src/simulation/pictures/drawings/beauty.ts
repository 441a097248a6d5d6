import { line, oval, path, rect, shine, times } from "../shapes.ts";
import type { Drawing } from "../paint.ts";

/** A paper label with a line or two of writing. */
const label = (x: number, y: number, width: number, height: number, ink: string): string =>
  rect(x, y, width, height, 3, "#fbfaf7", 'opacity=".92"') +
  line(`M${x + width * 0.22} ${y + height * 0.36}h${width * 0.56}`, ink, 5) +
  line(`M${x + width * 0.32} ${y + height * 0.64}h${width * 0.36}`, ink, 3, 'opacity=".6"');

export const bathroomDrawings: Readonly<Record<string, Drawing>> = {
  bottle: {
    shadow: 70,
    draw: ({ round, shade, trim, random, vary }) => {
      const w = vary(48, 62);
      const top = vary(140, 166);
      const pump = random.chance(0.5);
      return (
        (pump
          ? rect(194, 88, 12, 40, 3, trim(-0.3)) +
            path("M150 74h70q10 0 10 10v12h-48l-32 8z", trim(-0.1)) +
            rect(176, 118, 48, top - 118, 6, trim(-0.2))
          : rect(172, 92, 56, top - 92, 8, trim(-0.1)) +
            line(`M184 100v${top - 112}M200 100v${top - 112}M216 100v${top - 112}`, trim(-0.35), 2)) +
        rect(200 - w, top, w * 2, 338 - top, 24, round) +
        label(208 - w, top + 50, w * 2 - 16, 92, shade(-0.4)) +
        shine(`M${210 - w} ${top + 22}h10v${270 - top}h-10z`, 0.5)
      );
    },
  },
  jar: {
    shadow: 96,
    draw: ({ round, shade, trim, vary }) => {
      const top = vary(196, 226);
      return (
        rect(112, top + 14, 176, 324 - top, 24, round) +
        rect(104, top - 36, 192, 54, 12, trim(-0.05)) +
        line(`M116 ${top + 4}h168`, trim(-0.3), 3) +
        label(136, top + 42, 128, 62, shade(-0.4)) +
        shine(`M122 ${top + 34}h10v${276 - top}h-10z`, 0.5) +
        shine(`M114 ${top - 28}h80v6h-80z`, 0.5)
      );
    },
  },
  tube: {
    shadow: 64,
    draw: ({ round, shade, trim, vary }) => {
      const top = vary(66, 92);
      return (
        rect(126, top - 14, 148, 18, 3, shade(-0.12)) +
        path(`M128 ${top}h144l-24 ${286 - top}h-96z`, round) +
        rect(160, 286, 80, 50, 9, trim(-0.05)) +
        line("M172 294v34M186 294v34M200 294v34M214 294v34M228 294v34", trim(-0.3), 2) +
        label(156, top + 56, 88, 82, shade(-0.4)) +
        shine(`M142 ${top + 10}h10l12 ${250 - top}h-8z`, 0.5)
      );
    },
  },
  brush: {
    shadow: 40,
    draw: ({ round, shade, trim, random }) =>
      random.chance(0.5)
        ? path("M186 214h28l6 110q0 16-20 16t-20-16z", round) +
          rect(178, 150, 44, 70, 5, "#c6a052") +
          path("M178 152q-34-60 22-96q56 36 22 96z", trim(-0.2)) +
          line("M190 146q-14-40 8-74M210 146q12-40-4-72", trim(0.2), 2, 'opacity=".6"') +
          shine("M192 226h6l-4 96h-4z", 0.4)
        : path("M184 220h32l6 104q0 16-22 16t-22-16z", round) +
          oval(200, 144, 62, 84, shade(-0.05)) +
          oval(200, 144, 46, 68, trim(0.35)) +
          times(5, (row) =>
            line(
              `M${174 + (row % 2) * 6} ${98 + row * 23}h${52 - (row % 2) * 10}`,
              trim(-0.45),
              6,
              'stroke-dasharray="1 12"',
            ),
          ) +
          shine("M148 120q10-40 40-52q-26 40-30 90q-12-16-10-38z", 0.3),
  },

  hairdryer: {
    shadow: 60,
    draw: ({ body, shade, trim, vary }) => {
      const nose = vary(44, 66);
      return (
        path("M196 214h52l14 100q2 22-22 22t-26-20z", shade(-0.14)) +
        rect(214, 236, 18, 34, 8, trim(0.05)) +
        path(`M${118 - nose} 112h${nose + 6}v92H${118 - nose}q-8-46 0-92z`, trim(-0.3)) +
        path("M118 98h120q76 6 76 62t-76 62H118q-10-62 0-124z", body) +
        oval(262, 160, 34, 44, shade(-0.35)) +
        [28, 18, 8]
          .map((r) => oval(262, 160, r * 0.78, r, "none", `stroke="${shade(0.1)}" stroke-width="3"`))
          .join("") +
        line("M236 336q-6 26 20 30t60-4", "#35383d", 7) +
        shine("M124 108h106q-70 6-100 34q-10-16-6-34z", 0.4)
      );
    },
  },
};
