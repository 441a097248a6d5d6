import { line, oval, path, rect, shine, times } from "../shapes.ts";
import type { Drawing, Paint } from "../paint.ts";

/** What a screen shows: hills in the accent colour under a pale disc. */
function scene({ trim, glass, vary }: Paint, x: number, y: number, w: number, h: number, radius: number): string {
  const rise = h * 0.25;
  return (
    rect(x, y, w, h, radius, glass) +
    oval(x + w * vary(0.55, 0.8), y + h * 0.32, h * 0.1, h * 0.1, trim(0.55), 'opacity=".9"') +
    path(
      `M${x} ${y + h * 0.72}q${w * 0.25}-${rise} ${w * 0.5} 0t${w * 0.5}-${rise * 0.4}V${y + h - radius}q0 ${radius}-${radius} ${radius}H${x + radius}q-${radius} 0-${radius}-${radius}z`,
      trim(0.12),
      'opacity=".85"',
    ) +
    path(
      `M${x} ${y + h * 0.86}q${w * 0.3}-${rise * 0.7} ${w * 0.6}-${rise * 0.1}t${w * 0.4}-${rise * 0.2}V${y + h - radius}q0 ${radius}-${radius} ${radius}H${x + radius}q-${radius} 0-${radius}-${radius}z`,
      trim(-0.25),
      'opacity=".9"',
    ) +
    shine(`M${x} ${y}h${w * 0.42}l-${w * 0.2} ${h}H${x}z`, 0.07)
  );
}

export const screenDrawings: Readonly<Record<string, Drawing>> = {
  monitor: {
    shadow: 100,
    draw: (paint) => {
      const w = paint.vary(264, 300);
      const x = 200 - w / 2;
      return (
        path("M182 260h36l8 66h-52z", paint.body) +
        rect(134, 322, 132, 14, 7, paint.shade(-0.2)) +
        rect(x, 84, w, 188, 10, paint.shade(-0.35)) +
        scene(paint, x + 8, 92, w - 16, 166, 4)
      );
    },
  },
  tv: {
    shadow: 165,
    draw: (paint) =>
      [92, 308].map((cx) => path(`M${cx - 4} 286h8l18 50h-10l-12-26l-12 26h-10z`, paint.shade(-0.3))).join("") +
      rect(30, 92, 340, 200, 6, paint.shade(-0.55)) +
      scene(paint, 35, 97, 330, 188, 2) +
      rect(186, 287, 28, 2, 1, paint.trim(0.4)),
  },
  phone: {
    shadow: 70,
    draw: (paint) => {
      const w = paint.vary(118, 132);
      const x = 176 - w / 2;
      const lenses = 1 + paint.random.below(3);
      return (
        rect(x + 62, 88, w, 246, 24, paint.body) +
        rect(x + 62 + w - 52, 100, 40, 22 + lenses * 26, 18, paint.shade(-0.25)) +
        times(
          lenses,
          (i) =>
            oval(x + 62 + w - 32, 124 + i * 26, 11, 11, "#1b1d21") +
            oval(x + 59 + w - 32, 121 + i * 26, 3, 3, "#fff", 'opacity=".6"'),
        ) +
        rect(x, 96, w, 242, 24, paint.shade(-0.5)) +
        scene(paint, x + 6, 102, w - 12, 230, 18) +
        rect(x + w / 2 - 18, 110, 36, 8, 4, "#111317")
      );
    },
  },
  tablet: {
    shadow: 120,
    draw: (paint) => {
      const w = paint.vary(206, 226);
      const x = 200 - w / 2;
      return (
        rect(x + 10, 78, w, 262, 18, paint.shade(-0.1)) +
        rect(x, 72, w, 266, 18, paint.shade(-0.5)) +
        scene(paint, x + 12, 86, w - 24, 238, 6) +
        oval(200, 79, 2.5, 2.5, "#6a7078")
      );
    },
  },
  camera: {
    shadow: 125,
    draw: ({ body, shade, trim, glass, vary }) => {
      const r = vary(66, 76);
      return (
        path("M150 136l16-34h68l16 34z", shade(-0.2)) +
        rect(82, 134, 236, 36, 12, "#c9cdd1") +
        rect(82, 158, 236, 178, 20, body) +
        rect(82, 196, 236, 96, 0, shade(-0.4), 'opacity=".55"') +
        oval(200, 246, r + 14, r + 14, "#35383d") +
        oval(200, 246, r, r, "#15171a") +
        oval(200, 246, r * 0.7, r * 0.7, glass) +
        oval(200, 246, r * 0.34, r * 0.34, trim(-0.3)) +
        oval(200 - r * 0.3, 246 - r * 0.32, r * 0.17, r * 0.12, "#fff", 'opacity=".75"') +
        oval(290, 150, 15, 9, shade(-0.35)) +
        rect(98, 146, 36, 12, 6, trim(0)) +
        line("M182 118h36", "#1d1f23", 10)
      );
    },
  },
};
