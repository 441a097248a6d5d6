import { line, oval, path, rect, shine } from "../shapes.ts";
import type { Drawing } from "../paint.ts";

export const kitchenDrawings: Readonly<Record<string, Drawing>> = {
  pan: {
    shadow: 120,
    draw: ({ body, round, shade, trim, vary, random }) => {
      const deep = vary(60, 110);
      const top = 334 - deep;
      return (
        line(`M262 ${top + 12}L366 ${top - 34}`, trim(-0.35), 17) +
        path(`M62 ${top}h216l-12 ${deep - 14}q-3 18-20 18H94q-17 0-20-18z`, round) +
        oval(170, top, 108, 20, shade(-0.3)) +
        oval(170, top + 3, 96, 14, shade(-0.55)) +
        (random.chance(0.5)
          ? oval(170, top - 4, 104, 17, "#c8d4da", 'opacity=".55"') + oval(170, top - 22, 15, 9, trim(-0.3))
          : "") +
        oval(352, top - 28, 3, 3, body) +
        shine(`M84 ${top + 16}h14v${deep - 40}h-8z`, 0.4)
      );
    },
  },
  kettle: {
    shadow: 96,
    draw: ({ body, shade, trim, vary }) => {
      const w = vary(70, 84);
      return (
        path(`M${196 + w * 0.8} 160c76-10 74 130 8 144`, "none", `stroke="${trim(-0.3)}" stroke-width="16"`) +
        path(`M${204 - w} 222l-54-62l24-8l46 36z`, shade(-0.12)) +
        path(`M${200 - w * 0.66} 130h${w * 1.32}l${w * 0.34} 176q2 18-16 18H${200 - w + 16}q-18 0-16-18z`, body) +
        path(`M${200 - w * 0.6} 130q${w * 0.6}-54 ${w * 1.2} 0z`, shade(0.12)) +
        oval(200, 100, 13, 11, trim(-0.2)) +
        rect(200 - w - 6, 320, w * 2 + 12, 18, 8, "#35383d") +
        shine(`M${206 - w * 0.6} 142h18l-10 150h-26z`, 0.4)
      );
    },
  },
  toaster: {
    shadow: 124,
    draw: ({ body, shade, trim }) =>
      [126, 206].map((x) => rect(x, 150, 68, 80, 20, "#d9a866") + rect(x + 7, 157, 54, 70, 15, "#f0d29c")).join("") +
      rect(88, 188, 224, 142, 34, body) +
      rect(112, 186, 176, 10, 5, shade(-0.55)) +
      rect(306, 216, 14, 46, 5, trim(-0.3)) +
      oval(276, 292, 14, 14, trim(-0.1)) +
      line("M276 292l6-9", "#fff", 3) +
      [104, 268].map((x) => rect(x, 328, 30, 10, 4, "#35383d")).join("") +
      shine("M104 214q4-16 26-16h90q-90 8-96 100h-20z", 0.28),
  },
  knife: {
    shadow: 0,
    draw: ({ shade, trim, vary }) => {
      const tall = vary(38, 56);
      return `<g transform="rotate(-38 200 200)">${path(`M30 190h190v${tall}H120q-66-4-90-${tall}z`, "url(#k)")}<linearGradient id="k" x2="0" y2="1"><stop stop-color="#f4f6f8"/><stop offset=".55" stop-color="#c3cad0"/><stop offset="1" stop-color="#eef1f3"/></linearGradient>${rect(218, 184, 18, 40, 3, trim(-0.1)) + rect(232, 186, 136, 36, 15, shade(-0.02)) + shine("M238 190h110q-50 6-112 8z", 0.35) + [262, 300, 338].map((x) => oval(x, 205, 4.5, 4.5, "#d9dadd")).join("")}</g>`;
    },
  },
  mug: {
    shadow: 84,
    draw: ({ round, shade, trim, vary, random }) => {
      const h = vary(130, 164);
      const top = 336 - h;
      return (
        path(`M258 ${top + 30}h24q42 4 38 50t-66 40`, "none", `stroke="${shade(-0.05)}" stroke-width="17"`) +
        path(`M128 ${top}h140l-7 ${h - 20}q-3 20-22 20h-82q-19 0-22-20z`, round) +
        (random.chance(0.5)
          ? path(`M130 ${top + h * 0.52}q68 16 134 0l-3 ${h * 0.48 - 20}q-3 20-22 20h-82q-19 0-22-20z`, trim(0.05))
          : "") +
        oval(198, top, 70, 13, shade(0.35)) +
        oval(198, top + 3, 60, 9, "#5b3a26") +
        shine(`M142 ${top + 22}h12l3 ${h - 60}h-10z`, 0.5)
      );
    },
  },
  plate: {
    shadow: 150,
    draw: ({ body, shade, trim }) =>
      oval(200, 300, 150, 40, shade(-0.3)) +
      oval(200, 292, 156, 42, body) +
      oval(200, 292, 138, 35, "none", `stroke="${trim(0)}" stroke-width="4"`) +
      oval(200, 292, 104, 25, shade(0.22)) +
      oval(200, 240, 112, 30, shade(-0.25)) +
      oval(200, 233, 116, 31, body) +
      oval(200, 233, 102, 25, "none", `stroke="${trim(0)}" stroke-width="3"`) +
      oval(200, 235, 76, 18, shade(0.25)),
  },
  blender: {
    shadow: 80,
    draw: ({ body, shade, trim, vary }) => {
      const fill = vary(170, 210);
      return (
        path("M262 128c46 0 44 80 0 84", "none", `stroke="${shade(-0.2)}" stroke-width="13"`) +
        path("M136 92h128l-18 152h-92z", "#dfe9ee", 'opacity=".85"') +
        path(
          `M${136 + (fill - 92) * 0.12} ${fill}h${128 - (fill - 92) * 0.24}L246 244h-92z`,
          trim(0.15),
          'opacity=".9"',
        ) +
        rect(128, 78, 144, 20, 8, shade(-0.25)) +
        rect(184, 64, 32, 18, 6, shade(-0.35)) +
        path("M152 244h96l20 76q2 18-16 18H148q-18 0-16-18z", body) +
        oval(200, 296, 20, 20, shade(-0.4)) +
        line("M200 296l9-12", "#fff", 4) +
        shine("M148 104h14l-6 130h-4z", 0.7)
      );
    },
  },
};
