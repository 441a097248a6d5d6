import { line, oval, path, shine, times } from "../shapes.ts";
import type { Drawing } from "../paint.ts";

export const shoeDrawings: Readonly<Record<string, Drawing>> = {
  trainer: {
    shadow: 150,
    draw: ({ body, shade, trim, random, vary }) => {
      const sole = vary(22, 34);
      const stripe = random.below(3);
      return (
        path("M62 302V214q0-34 30-44l30-8q22 34 60 12l60 56q24 20 68 26q44 6 46 46z", body) +
        path("M252 240q58 12 66 16q38 8 38 46h-86q-30-34-18-62z", shade(0.22)) +
        path("M62 302v-72q34 20 46 72z", trim(-0.05)) +
        path("M92 170l30-8q22 34 60 12l14 14q-60 36-104-18z", shade(-0.45)) +
        times(4, (i) => line(`M${184 + i * 17} ${190 + i * 14}l-22 14`, "#fff", 5)) +
        (stripe === 0
          ? line("M128 290q60-20 92-66", trim(0), 12)
          : stripe === 1
            ? times(3, (i) => line(`M${138 + i * 26} 294l22-58`, trim(0), 9))
            : path("M118 284q80 6 128-40q-30 58-110 56z", trim(0))) +
        path(`M56 ${332 - sole}h304q10 ${sole}-16 ${sole + 6}H74q-22 0-18-${sole + 6}z`, "#f4f2ed") +
        path("M60 326h298q-4 12-16 12H74q-12 0-14-12z", trim(-0.2)) +
        shine("M82 190q8-10 20-12q20 26 56 26q-50 10-76 4z", 0.25)
      );
    },
  },
  boot: {
    shadow: 118,
    draw: ({ body, shade, trim, vary }) => {
      const top = vary(84, 120);
      return (
        path(`M108 306V${top}q50-16 104 0l6 116q10 26 62 34q44 8 44 56z`, body) +
        path(`M108 ${top}q50-16 104 0v20q-54-14-104 0z`, shade(-0.3)) +
        path("M254 246q26 6 40 12q30 10 30 48h-78q-10-36 8-60z", shade(0.12)) +
        times(
          5,
          (i) =>
            line(`M${214 + i * i * 1.6} ${top + 44 + i * 24}l-24 5`, trim(0.2), 5) +
            oval(188 + i * i * 1.6, top + 50 + i * 24, 3.5, 3.5, "#c6a052"),
        ) +
        path("M100 304h228v16q0 18-18 18h-62l-14-12h-46l-12 12h-62q-14 0-14-16z", trim(-0.45)) +
        shine(`M118 ${top + 30}h16v150h-16z`, 0.18)
      );
    },
  },
  sandal: {
    shadow: 140,
    draw: ({ body, shade, trim }) =>
      path("M58 300q70-26 130-6t152 2q22 6 20 22t-30 18H74q-26 0-16-36z", "#d6c3a5") +
      path("M58 318q150 10 302 0q0 20-30 20H74q-18 0-16-20z", shade(-0.45)) +
      path("M212 300q16-70 60-80q44 20 62 78q-60 14-122 2z", body) +
      path("M80 296q-10-70 16-96l24 4q-22 40-8 90z", body) +
      path("M100 204q80-16 130 40l-12 18q-54-52-112-36z", shade(-0.1)) +
      oval(112, 214, 10, 9, trim(0.1), 'stroke="#c6a052" stroke-width="4"') +
      shine("M246 246q14-16 26-18q-26 24-30 60q-10-16 4-42z", 0.3),
  },
  slipper: {
    shadow: 140,
    draw: ({ body, shade, trim }) =>
      path("M60 292q60-34 140-16l140 14q26 8 22 28t-34 20H78q-34-4-18-46z", shade(0.42)) +
      path("M150 300q20-86 104-86q104 10 108 98q-100 14-212-12z", body) +
      path("M150 300q20-86 104-86q-54 24-66 92z", shade(0.5)) +
      path("M56 316q150 14 306 4q-2 18-34 18H78q-24 0-22-22z", trim(-0.2)) +
      oval(270, 246, 17, 15, trim(0.25)) +
      shine("M286 228q44 14 56 52q-30-36-70-40z", 0.25),
  },
};
