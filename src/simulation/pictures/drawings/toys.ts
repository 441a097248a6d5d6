import { line, oval, path, rect, shine, times, turned } from "../shapes.ts";
import type { Drawing, Paint } from "../paint.ts";

/** A cube seen a little from above, its front lower left corner at x, y. */
const cube = (x: number, y: number, size: number, front: string, top: string, side: string): string =>
  rect(x, y - size, size, size, 4, front) +
  path(`M${x} ${y - size}l${size * 0.3}-${size * 0.26}h${size}l-${size * 0.3} ${size * 0.26}z`, top) +
  path(`M${x + size} ${y - size}l${size * 0.3}-${size * 0.26}v${size}l-${size * 0.3} ${size * 0.26}z`, side);

const piece = "M0 0h34q-12-22 6-24t8 24h34v34q22-12 24 6t-24 8v34H0V48q20 10 22-7T0 33z";

export const toyDrawings: Readonly<Record<string, Drawing>> = {
  blocks: {
    shadow: 130,
    draw: ({ shade, trim, vary }: Paint) => {
      const letter = (x: number, y: number): string =>
        path(`M${x} ${y}l16-40l16 40h-9l-3-9h-8l-3 9zm13-16h6l-3-9z`, "#fff", 'opacity=".85"');
      const shift = vary(-14, 14);
      return (
        cube(86, 338, 92, shade(0), shade(0.35), shade(-0.28)) +
        cube(206, 338, 92, trim(0), trim(0.35), trim(-0.28)) +
        cube(146 + shift, 246, 92, "#ecc95a", "#f4dd92", "#bb9c3f") +
        letter(116, 314) +
        letter(236, 314) +
        oval(192 + shift, 200, 17, 17, "#fff", 'opacity=".85"')
      );
    },
  },
  teddy: {
    shadow: 100,
    draw: ({ body, shade, trim }) =>
      [142, 258].map((x) => oval(x, 104, 28, 28, body) + oval(x, 106, 15, 15, trim(0.3))).join("") +
      [112, 288].map((x, i) => turned(i ? -28 : 28, x, 250, oval(x, 250, 25, 50, shade(-0.06)))).join("") +
      oval(200, 264, 76, 74, body) +
      oval(200, 270, 46, 48, shade(0.3)) +
      [140, 260].map((x) => oval(x, 316, 38, 25, shade(-0.04)) + oval(x, 318, 19, 14, trim(0.3))).join("") +
      oval(200, 144, 78, 66, body) +
      oval(200, 168, 32, 25, shade(0.36)) +
      [172, 228].map((x) => oval(x, 138, 7, 8, "#2b2321") + oval(x - 2, 135, 2.2, 2.2, "#fff")).join("") +
      oval(200, 158, 11, 8, "#2b2321") +
      line("M200 166v8M188 176q12 10 24 0", "#2b2321", 3) +
      path("M200 214l-34-14v30zM200 214l34-14v30z", trim(-0.05)) +
      oval(200, 215, 8, 9, trim(-0.25)),
  },
  puzzle: {
    shadow: 140,
    draw: ({ shade, trim }) =>
      [
        [96, 160, shade(0)],
        [196, 160, trim(0.1)],
        [96, 252, trim(-0.1)],
        [206, 256, shade(0.3)],
      ]
        .map(
          ([x, y, fill], i) =>
            `<g transform="translate(${x as number} ${y as number}) rotate(${i === 3 ? 12 : 0})">${path(piece, fill as string, `stroke="${shade(-0.45)}" stroke-width="2"`) + shine("M5 5h24q-18 6-22 24z", 0.4)}</g>`,
        )
        .join(""),
  },
  "board-game": {
    shadow: 150,
    draw: ({ body, shade, trim, random }) =>
      path("M96 180h208l52 120H44z", body) +
      rect(44, 299, 312, 33, 4, shade(-0.28)) +
      path("M116 192h168l36 92H80z", trim(0.35)) +
      times(4, (row) =>
        times(5, (i) =>
          (row + i) % 2
            ? ""
            : path(
                `M${116 - row * 9 + i * (33.6 + row * 3.6)} ${192 + row * 23}h${33.6 + row * 3.6}l1 23h-${36 + row * 4}z`,
                trim(-0.15),
                'opacity=".7"',
              ),
        ),
      ) +
      [150, 214, 262]
        .map((x, i) =>
          path(
            `M${x} ${204 + i * 18 + random.below(12)}c14 0 10 18 6 22l12 32h-36l12-32c-4-4-8-22 6-22z`,
            ["#c0453f", "#4778b5", "#d3a13a"][i]!,
          ),
        )
        .join("") +
      turned(
        14,
        112,
        258,
        rect(96, 240, 30, 30, 6, "#fbfaf7") +
          oval(105, 249, 3, 3, "#333") +
          oval(111, 255, 3, 3, "#333") +
          oval(117, 261, 3, 3, "#333"),
      ),
  },
  "toy-car": {
    shadow: 150,
    draw: ({ body, shade, trim }) =>
      path("M50 306v-40q2-26 30-30l40-6q40-66 76-68h40q44 6 74 70q40 8 44 38v36z", body) +
      path("M142 228q28-46 54-48v48zM210 180h28q28 8 44 48h-72z", "#dfe9ee") +
      line("M203 176V300M50 274h304", shade(-0.3), 3, 'opacity=".6"') +
      rect(42, 288, 318, 20, 9, shade(-0.25)) +
      [122, 284]
        .map(
          (x) =>
            oval(x, 302, 40, 38, "#2b2c2f") +
            oval(x, 302, 22, 21, trim(0.1)) +
            oval(x, 302, 8, 8, "#fff", 'opacity=".7"'),
        )
        .join("") +
      oval(344, 262, 8, 11, "#f6e3a1") +
      shine("M70 250q16-8 58-10q-30 10-56 26z", 0.4),
  },
};
