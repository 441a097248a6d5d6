import { line, oval, path, rect, shine, times } from "../shapes.ts";
import type { Drawing } from "../paint.ts";

export const bagDrawings: Readonly<Record<string, Drawing>> = {
  backpack: {
    shadow: 104,
    draw: ({ body, shade, trim, vary }) => {
      const pocket = vary(86, 108);
      return (
        line("M174 92q0-34 26-34t26 34", shade(-0.35), 9) +
        [104, 296].map((x) => rect(x - 14, 210, 28, 108, 13, shade(-0.28))).join("") +
        path("M200 78c80 0 92 60 92 120v112q0 28-28 28H136q-28 0-28-28V198c0-60 12-120 92-120z", body) +
        line("M118 186c20-64 144-64 164 0", shade(-0.4), 4) +
        rect(134, 330 - pocket, 132, pocket, 20, shade(0.1)) +
        line(`M146 ${350 - pocket}h108`, shade(-0.4), 4) +
        rect(244, 346 - pocket, 6, 22, 3, trim(0)) +
        rect(176, 148, 48, 28, 5, trim(0.05)) +
        shine("M122 196c4-60 34-94 74-102c-40 30-52 60-54 150q-22 0-20-48z", 0.22)
      );
    },
  },
  handbag: {
    shadow: 124,
    draw: ({ body, shade, trim, vary }) => {
      const rise = vary(60, 96);
      return (
        line(`M140 178C140 ${180 - rise * 1.4} 260 ${180 - rise * 1.4} 260 178`, shade(-0.25), 12) +
        path("M112 172h176l30 146q2 20-20 20H102q-22 0-20-20z", body) +
        path("M112 172h176l10 50q-98 46-196 0z", shade(-0.1)) +
        rect(182, 226, 36, 26, 6, "#c6a052") +
        rect(192, 234, 16, 10, 3, trim(-0.3)) +
        [140, 260].map((x) => oval(x, 182, 8, 8, "#c6a052")).join("") +
        line("M96 326h208", shade(-0.3), 2, 'stroke-dasharray="6 4"') +
        shine("M120 182h44q-40 40-48 130q-20 2-18-20z", 0.2)
      );
    },
  },
  wallet: {
    shadow: 122,
    draw: ({ body, shade, trim }) =>
      rect(96, 166, 208, 60, 6, trim(0.3)) +
      rect(104, 176, 200, 60, 6, trim(0)) +
      rect(82, 190, 236, 148, 16, body) +
      line("M94 202h212v124H94z", shade(-0.35), 2, 'stroke-dasharray="6 5"') +
      path("M318 238h-60q-22 0-22 24t22 24h60z", shade(-0.14)) +
      oval(262, 262, 9, 9, "#c6a052") +
      shine("M92 206q2-8 12-8h110q-100 10-116 90q-8-40-6-82z", 0.2),
  },
  watch: {
    shadow: 60,
    draw: ({ body, shade, trim, random, vary }) => {
      const r = vary(64, 76);
      const hand = (angle: number, length: number, width: number): string =>
        `<g transform="rotate(${angle} 200 200)">${line(`M200 200V${200 - length}`, trim(-0.4), width)}</g>`;
      return (
        path("M166 40h68l8 100h-84z", body) +
        path("M158 260h84l-8 86q-34 12-68 0z", body) +
        line("M200 300v28", shade(-0.5), 5, 'stroke-dasharray="1 12"') +
        rect(198 + r, 190, 18, 20, 5, "#9aa0a6") +
        oval(200, 200, r + 13, r + 13, random.chance(0.5) ? "#c6a052" : "#b4bac0") +
        oval(200, 200, r + 4, r + 4, "#35383d") +
        oval(200, 200, r, r, trim(0.62)) +
        times(
          12,
          (i) =>
            `<path transform="rotate(${i * 30} 200 200)" d="M200 ${206 - r}v${i % 3 ? 6 : 11}" stroke="${trim(-0.4)}" stroke-width="3"/>`,
        ) +
        hand(-52, r * 0.52, 6) +
        hand(60, r * 0.74, 4) +
        oval(200, 200, 5, 5, shade(-0.2)) +
        shine(`M${206 - r} 180q16-40 60-46q-40 30-44 84q-18-8-16-38z`, 0.5)
      );
    },
  },
  sunglasses: {
    shadow: 130,
    draw: ({ body, shade, trim, random }) => {
      const rounded = random.chance(0.5);
      const lens = (x: number): string => {
        const frame = (grow: number, fill: string): string =>
          rounded
            ? oval(x, 244, 62 + grow, 54 + grow, fill)
            : path(
                `M${x - 66 - grow} ${198 - grow}h${132 + grow * 2}q4 90-50 ${96 + grow}h-32q-54-6-50-${96 + grow * 2}z`,
                fill,
              );
        return frame(8, body) + frame(-3, trim(-0.5)) + shine(`M${x - 44} 214h42l-30 56q-16-20-12-56z`, 0.22);
      };
      return (
        line("M66 214Q40 160 84 120M334 214Q360 160 316 120", shade(-0.25), 9) +
        line("M176 220q24-18 48 0", shade(-0.05), 10) +
        lens(126) +
        lens(274)
      );
    },
  },

  suitcase: {
    shadow: 104,
    draw: ({ body, shade, trim, vary }) => {
      const top = vary(92, 128);
      return (
        line(`M168 ${top + 6}V48h64V${top + 6}`, "#8d9195", 9) +
        rect(158, 40, 84, 17, 8, "#35383d") +
        rect(112, top, 176, 326 - top, 24, body) +
        [142, 171, 200, 229, 258].map((x) => line(`M${x} ${top + 26}V302`, shade(-0.22), 5)).join("") +
        rect(112, (top + 326) / 2 - 8, 176, 15, 0, shade(-0.3), 'opacity=".55"') +
        rect(276, (top + 326) / 2 - 22, 18, 44, 5, trim(0)) +
        [132, 268].map((x) => rect(x - 13, 322, 26, 16, 7, "#2b2c2f")).join("") +
        shine(`M122 ${top + 20}q2-14 16-14h50q-44 20-48 130h-18z`, 0.3)
      );
    },
  },
  scarf: {
    shadow: 0,
    draw: ({ body, shade, trim }) =>
      path("M132 84q68-52 136 0q26 40-22 70q-46 22-92 0q-48-30-22-70z", shade(-0.12)) +
      path("M160 86q40-26 80 0q12 20-12 34q-28 12-56 0q-24-14-12-34z", shade(-0.5)) +
      path("M146 138q54 30 92 12l24 176h-92z", body) +
      path("M236 134q34 8 22 40l-46 20l-44-34q20-22 68-26z", shade(0.14)) +
      line("M164 236l88-10M166 256l88-10M168 296l90-12", trim(0.05), 9, 'stroke-linecap="butt"') +
      line("M172 334h90", shade(-0.1), 22, 'stroke-dasharray="4 4" stroke-linecap="butt"') +
      shine("M152 152q20 10 34 10l-2 150h-12z", 0.2),
  },
};
