import { line, n, path, rect, shine, times, turned } from "../shapes.ts";
import type { Drawing } from "../paint.ts";

export const computerDrawings: Readonly<Record<string, Drawing>> = {
  laptop: {
    shadow: 165,
    draw: ({ body, shade, trim, glass, vary }) => {
      const w = vary(216, 244);
      const x = 200 - w / 2;
      return (
        rect(x, 128, w, 168, 12, shade(-0.3)) +
        rect(x + 8, 136, w - 16, 150, 5, glass) +
        path(
          `M${x + 8} 260q${w * 0.3}-90 ${w * 0.5}-40t${w * 0.5 - 16}-50v112q0 4-4 4H${x + 12}q-4 0-4-4z`,
          trim(0.1),
          'opacity=".75"',
        ) +
        shine(`M${x + 8} 141q0-5 5-5h${w * 0.45}L${x + 60} 286H${x + 12}q-4 0-4-4z`, 0.08) +
        path(`M${x - 2} 294h${w + 4}l32 30H${x - 34}z`, body) +
        path(`M${x + 12} 299h${w - 24}l12 12H${x}z`, shade(-0.4), 'opacity=".7"') +
        path("M172 314h56l4 7h-64z", shade(0.25)) +
        rect(x - 34, 323, w + 68, 11, 5, shade(-0.22))
      );
    },
  },
  keyboard: {
    shadow: 160,
    draw: ({ body, shade, trim, random }) => {
      const accentKey = random.below(10);
      return (
        path("M66 206h268l32 112H34z", body) +
        rect(34, 314, 332, 18, 6, shade(-0.3)) +
        // A row of keys is one dashed line.
        times(4, (row) => {
          const left = 80 - row * 7.4;
          const step = (400 - 2 * left) / 11;
          const keys = (from: number, count: number, fill: string, wide = 1): string =>
            line(
              `M${n(left + from * step)} ${225 + row * 24}h${n(count * step * wide)}`,
              fill,
              18,
              `stroke-dasharray="${n(step * wide - 5)} 5" stroke-linecap="butt"`,
            );
          const plain = shade(row === 3 ? 0.15 : 0.3);
          return row === 3
            ? keys(0, 3, plain) + keys(3, 1, plain, 5) + keys(8, 3, plain)
            : keys(0, 11, plain) + (row === 1 ? keys(accentKey, 1, trim(0.05)) : "");
        })
      );
    },
  },
  mouse: {
    shadow: 84,
    draw: ({ body, shade, trim, vary }) => {
      const w = vary(64, 76);
      return (
        path(
          `M200 110C${200 - w * 1.1} 110 ${200 - w * 1.15} 190 ${200 - w} 250S${200 - w * 0.6} 338 200 338S${200 + w} 310 ${200 + w} 250S${200 + w * 1.1} 110 200 110z`,
          body,
        ) +
        line("M200 112V214", shade(-0.45), 3) +
        line(`M${200 - w} 214q${w} 26 ${w * 2} 0`, shade(-0.4), 2.5) +
        rect(191, 138, 18, 46, 9, shade(-0.55)) +
        rect(195, 146, 10, 28, 5, trim(0.1)) +
        shine(`M${200 - w * 0.72} 160q14-34 40-38q-26 40-28 84q-16 0-12-46z`, 0.3)
      );
    },
  },
  cable: {
    shadow: 110,
    draw: ({ shade, trim, vary }) => {
      const r = vary(68, 84);
      return (
        line(
          `M118 302C40 220 90 110 200 118S310 240 200 262S${200 - r} 190 200 176S${200 + r} 214 236 232S300 300 292 314`,
          shade(-0.35),
          15,
        ) +
        line(
          `M116 300C38 218 88 108 198 116S308 238 198 260S${198 - r} 188 198 174S${198 + r} 212 234 230S298 298 290 312`,
          shade(0.18),
          5,
        ) +
        turned(40, 118, 302, rect(104, 284, 28, 40, 6, trim(-0.25)) + rect(110, 322, 16, 18, 2, "#c9cdd1")) +
        turned(-8, 292, 312, rect(278, 290, 28, 36, 6, trim(-0.25)) + rect(284, 324, 16, 17, 2, "#c9cdd1"))
      );
    },
  },
  charger: {
    shadow: 84,
    draw: ({ body, shade, trim, random, vary }) => {
      const ports = 1 + random.below(3);
      const h = vary(150, 180);
      return (
        [176, 224].map((x) => rect(x - 6, 298 - h, 12, 44, 4, "#b4bac0")).join("") +
        rect(128, 336 - h, 144, h, 26, body) +
        rect(146, 356 - h, 108, h - 40, 14, shade(0.2), 'opacity=".45"') +
        times(
          ports,
          (i) =>
            rect(180, 336 - h / 2 + (i - (ports - 1) / 2) * 30 - 7, 40, 14, 7, "#23262b") +
            rect(186, 336 - h / 2 + (i - (ports - 1) / 2) * 30 - 2, 28, 4, 2, trim(0.3)),
        ) +
        shine(`M142 ${352 - h}q4-8 14-8h60q-50 10-58 ${h * 0.7}h-16z`, 0.25)
      );
    },
  },

  router: {
    shadow: 140,
    draw: ({ body, shade, trim, random }) =>
      [96, 304].map((x, i) => turned(i ? 9 : -9, x, 280, rect(x - 7, 116, 14, 170, 7, shade(-0.25)))).join("") +
      (random.chance(0.5) ? rect(193, 124, 14, 150, 7, shade(-0.3)) : "") +
      path("M76 262h248l26 50H50z", body) +
      rect(50, 310, 300, 26, 9, shade(-0.3)) +
      times(5, (i) => rect(84 + i * 24, 320, 11, 5, 2.5, i < 4 ? "#7fd1a0" : trim(0.2))) +
      line("M110 274h180M104 286h192M98 298h204", shade(-0.2), 3, 'opacity=".7"') +
      shine("M84 266h110l-60 40H60z", 0.2),
  },
};
