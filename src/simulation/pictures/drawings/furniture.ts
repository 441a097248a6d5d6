import { line, path, rect, shine, times } from "../shapes.ts";
import type { Drawing } from "../paint.ts";

/** Four legs, the far pair darker. */
const legs = (left: number, right: number, top: number, splay: number, fill: string, far: string): string =>
  path(`M${left + 22} ${top}h9l-2 112h-5z`, far) +
  path(`M${right - 31} ${top}h9l-2 112h-5z`, far) +
  path(`M${left} ${top}h13l${-splay} ${340 - top}h-8z`, fill) +
  path(`M${right - 13} ${top}h13l${splay - 5} ${340 - top}h-8z`, fill);

export const furnitureDrawings: Readonly<Record<string, Drawing>> = {
  sofa: {
    shadow: 165,
    draw: ({ body, round, shade, trim, vary, random }) => {
      const seats = 2 + random.below(2);
      const arm = vary(34, 46);
      const inner = 328 - 2 * arm;
      const cushion = inner / seats;
      return (
        [70, 318].map((x) => path(`M${x} 312h14l-3 28h-7z`, trim(-0.3))).join("") +
        rect(48, 158, 304, 130, 26, body) +
        times(seats, (i) => rect(36 + arm + i * cushion + 2, 170, cushion - 4, 92, 16, shade(0.1))) +
        times(seats, (i) => rect(36 + arm + i * cushion + 1, 244, cushion - 2, 42, 13, body)) +
        rect(36 + arm - 6, 282, inner + 12, 34, 8, shade(-0.2)) +
        [36, 364 - arm].map((x) => rect(x, 206, arm, 112, 17, round)).join("") +
        (random.chance(0.6)
          ? `<g transform="rotate(9 ${70 + arm} 226)">${rect(44 + arm, 198, 52, 52, 12, trim(0.1))}</g>`
          : "") +
        shine("M66 164h200q-120 4-206 30q-4-26 6-30z", 0.14)
      );
    },
  },
  chair: {
    shadow: 86,
    draw: ({ body, shade, trim, vary, random }) => {
      const back = vary(96, 118);
      return (
        legs(132, 268, 236, 12, trim(-0.1), trim(-0.4)) +
        (random.chance(0.5)
          ? rect(136, 214 - back, 128, back, 34, body) +
            shine(`M150 ${228 - back}q8-10 26-10h30q-44 14-50 60h-8z`, 0.22)
          : times(4, (i) => rect(146 + i * 29, 220 - back, 12, back, 6, shade(-0.05))) +
            rect(134, 208 - back, 132, 26, 13, body)) +
        path("M130 216q70-16 140 0l10 22q-80 18-160 0z", body) +
        path("M120 238q80 18 160 0v8q-80 20-160 0z", shade(-0.32))
      );
    },
  },
  table: {
    shadow: 160,
    draw: ({ body, shade, random, trim }) =>
      legs(66, 334, 216, 8, random.chance(0.5) ? shade(-0.12) : trim(-0.1), shade(-0.42)) +
      path("M82 176h236l46 34H36z", body) +
      rect(36, 209, 328, 13, 4, shade(-0.24)) +
      line("M100 186h150M90 196h220", shade(-0.14), 1.5, 'opacity=".5"') +
      shine("M90 179h90l-30 28H56z", 0.14),
  },
  bed: {
    shadow: 170,
    draw: ({ body, shade, trim, vary }) => {
      const head = vary(130, 160);
      return (
        rect(56, 300 - head, 288, head, 18, body) +
        rect(72, 316 - head, 256, head - 30, 10, shade(0.08)) +
        [80, 206]
          .map((x) => rect(x, 208, 114, 50, 20, "#fbfaf7") + shine(`M${x + 12} 216h70q-60 6-66 24z`, 0.9))
          .join("") +
        path("M46 262q0-20 24-22h260q24 2 24 22l10 54H36z", trim(0.2)) +
        path("M42 272q158-24 316 0l8 44H36z", trim(0.02)) +
        rect(34, 314, 332, 18, 6, shade(-0.2)) +
        [50, 334].map((x) => rect(x, 330, 14, 10, 2, shade(-0.45))).join("")
      );
    },
  },
  shelf: {
    shadow: 104,
    draw: ({ body, shade, trim, random }) => {
      const shelves = 3 + random.below(2);
      const gap = 252 / shelves;
      return (
        rect(106, 76, 188, 262, 5, body) +
        rect(117, 86, 166, 244, 2, shade(-0.5)) +
        times(shelves, (i) => {
          const floor = 84 + (i + 1) * gap - (i === shelves - 1 ? 8 : 4);
          const books = times(3 + random.below(3), (b) => {
            const tall = 24 + random.below(18);
            return rect(
              124 + b * 17,
              floor - tall,
              13,
              tall,
              1.5,
              b % 2 === 0 ? trim(random.next() * 0.5 - 0.2) : shade(0.45),
            );
          });
          return (
            books +
            (i % 2 === 0 ? path(`M240 ${floor}h24l5-24h-34z`, trim(0.3)) : "") +
            rect(112, floor, 176, 9, 2, shade(0.06))
          );
        })
      );
    },
  },
  cabinet: {
    shadow: 130,
    draw: ({ body, shade, trim, random }) => {
      const rows = 2 + random.below(2);
      const tall = 150 / rows;
      return (
        [92, 294].map((x) => path(`M${x} 310h14l-3 30h-8z`, shade(-0.45))).join("") +
        rect(74, 140, 252, 176, 7, body) +
        rect(66, 132, 268, 14, 5, shade(0.12)) +
        times(rows * 2, (i) => {
          const x = 84 + (i % 2) * 118;
          const y = 154 + Math.floor(i / 2) * (tall + 2);
          return (
            rect(x, y, 114, tall - 4, 4, shade(-0.07), `stroke="${shade(-0.35)}" stroke-width="1.5"`) +
            rect(x + 42, y + tall / 2 - 6, 30, 5, 2.5, trim(-0.1))
          );
        })
      );
    },
  },
};
