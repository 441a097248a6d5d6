import { line, oval, path, rect, shine } from "../shapes.ts";
import type { Drawing } from "../paint.ts";

export const audioDrawings: Readonly<Record<string, Drawing>> = {
  headphones: {
    shadow: 120,
    draw: ({ body, shade, trim, vary }) => {
      const cup = vary(34, 42);
      return (
        line("M104 236C92 40 308 40 296 236", shade(-0.25), 20) +
        line("M106 214C102 60 298 60 294 214", shade(0.2), 5, 'opacity=".7"') +
        [104, 296]
          .map(
            (x, i) =>
              rect(x + (i ? -34 : 8), 206, 26, 108, 13, trim(-0.45)) +
              rect(x - cup / 2, 196, cup, 128, cup / 2, body) +
              oval(x + (i ? 6 : -6), 260, 8, 34, trim(0.05), 'opacity=".8"'),
          )
          .join("") +
        shine("M90 216q2-14 12-16v60q-10 0-12-10z", 0.25)
      );
    },
  },
  earbuds: {
    shadow: 110,
    draw: ({ body, shade, trim, vary }) => {
      const stem = vary(30, 62);
      const bud = (x: number, flip: number): string =>
        `<g transform="translate(${x} 150) scale(${flip} 1)">` +
        rect(-9, 8, 20, 34 + stem, 10, body) +
        oval(2, 0, 30, 28, body) +
        oval(-24, 10, 15, 18, trim(-0.35)) +
        shine("M-8-18q14-10 26 4q-12-6-26-4z", 0.5) +
        "</g>";
      return (
        bud(146, 1) +
        bud(256, -1) +
        rect(108, 250, 184, 88, 38, body) +
        rect(108, 284, 184, 3, 1, shade(-0.4)) +
        oval(200, 304, 5, 5, trim(0.2)) +
        shine("M128 262h120q20 0 26 8h-160q4-8 14-8z", 0.25)
      );
    },
  },
  speaker: {
    shadow: 100,
    draw: ({ body, shade, trim, random, vary }) => {
      const tall = random.chance(0.5);
      const w = tall ? vary(130, 150) : vary(220, 250);
      const h = tall ? vary(230, 250) : vary(140, 160);
      const x = 200 - w / 2;
      const y = 338 - h;
      const cone = (cx: number, cy: number, r: number): string =>
        oval(cx, cy, r, r, shade(-0.5)) +
        oval(cx, cy, r * 0.84, r * 0.84, trim(-0.5)) +
        oval(cx, cy, r * 0.34, r * 0.34, trim(-0.2)) +
        oval(cx - r * 0.12, cy - r * 0.14, r * 0.12, r * 0.1, "#fff", 'opacity=".4"');
      return (
        rect(x, y, w, h, 20, body) +
        rect(x + 8, y + 8, w - 16, h - 16, 14, shade(-0.32), 'opacity=".5"') +
        (tall
          ? cone(200, y + h * 0.64, w * 0.36) + cone(200, y + h * 0.24, w * 0.18)
          : cone(x + w * 0.27, y + h / 2, h * 0.34) + cone(x + w * 0.73, y + h / 2, h * 0.34)) +
        shine(`M${x + 14} ${y + 6}h${w * 0.5}l-${h * 0.3} ${h * 0.5}h-${w * 0.2}z`, 0.12)
      );
    },
  },
  soundbar: {
    shadow: 160,
    draw: ({ body, shade, trim, vary }) => {
      const h = vary(50, 66);
      return (
        rect(44, 336 - h, 312, h, 16, body) +
        rect(58, 346 - h, 284, h - 22, 8, shade(-0.4)) +
        line(`M64 ${335 - h / 2}h272`, shade(-0.2), h - 30, 'stroke-dasharray="3 8" stroke-linecap="butt"') +
        oval(200, 327, 3, 3, trim(0.5)) +
        line(`M60 ${341 - h}h200`, "#fff", 3, 'opacity=".35"')
      );
    },
  },
  turntable: {
    shadow: 140,
    draw: ({ body, shade, trim }) =>
      path("M70 200h260l28 108H42z", body) +
      rect(42, 306, 316, 26, 6, shade(-0.25)) +
      oval(182, 254, 104, 42, "#25262a") +
      [86, 66, 48]
        .map((r) => oval(182, 254, r, r * 0.4, "none", 'stroke="#fff" stroke-opacity=".13" stroke-width="1.5"'))
        .join("") +
      oval(182, 254, 32, 13, trim(0)) +
      oval(182, 254, 4, 2, "#fff") +
      oval(312, 222, 16, 7, shade(-0.4)) +
      line("M312 218L306 262L246 268", "#d9dadd", 5) +
      rect(236, 263, 20, 10, 3, "#8d9195") +
      [72, 328].map((x) => oval(x, 334, 15, 6, "#2b2c2f")).join(""),
  },
};
