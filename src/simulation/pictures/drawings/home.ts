import { line, oval, path, rect, shine, times } from "../shapes.ts";
import type { Drawing } from "../paint.ts";

export const homeDrawings: Readonly<Record<string, Drawing>> = {
  rug: {
    shadow: 170,
    draw: ({ body, shade, trim, random }) => {
      const pattern = random.below(3);
      return (
        line("M84 152h232M32 332h336", shade(0.3), 12, 'stroke-dasharray="2 5" stroke-linecap="butt"') +
        path("M88 156h224l54 172H34z", body) +
        path("M104 170h192l42 144H62z", "none", `stroke="${trim(0.1)}" stroke-width="7"`) +
        (pattern === 0
          ? times(3, (i) =>
              path(
                `M200 ${184 + i * 42}l${44 + i * 8} 19l-${44 + i * 8} 19l-${44 + i * 8}-19z`,
                trim(i % 2 ? 0.35 : 0),
              ),
            )
          : pattern === 1
            ? times(4, (i) => line(`M${98 - i * 8} ${190 + i * 32}H${302 + i * 8}`, trim(i % 2 ? 0.3 : -0.1), 10))
            : oval(200, 242, 84, 48, "none", `stroke="${trim(0.2)}" stroke-width="12"`) +
              oval(200, 242, 42, 24, trim(0)))
      );
    },
  },
  cushion: {
    shadow: 112,
    draw: ({ body, shade, trim, random }) =>
      path(
        "M88 122q112 22 224 0q20-2 18 20q-22 90 0 172q2 24-22 20q-108-22-216 0q-24 4-22-20q22-84 0-172q-2-22 18-20z",
        body,
      ) +
      (random.chance(0.5)
        ? times(5, (i) => line(`M${124 + i * 38} 144q-8 84 0 168`, trim(0.1), 9, 'opacity=".75"'))
        : times(9, (i) => oval(128 + (i % 3) * 72, 170 + Math.floor(i / 3) * 58, 13, 13, trim(i % 2 ? 0.3 : 0)))) +
      shine("M96 136q60 12 120 8q-90 16-100 90q-10-60-20-98z", 0.22) +
      line("M86 330q114-24 228 0", shade(-0.35), 3),
  },
  bedding: {
    shadow: 130,
    draw: ({ body, shade, trim }) =>
      times(
        3,
        (i) =>
          rect(84 - i * 4, 204 + i * 44, 232 + i * 8, 44, 18, i === 1 ? trim(0.15) : body) +
          line(`M${98 - i * 4} ${226 + i * 44}h204`, shade(-0.25), 2, 'opacity=".5"'),
      ) +
      rect(96, 140, 208, 70, 30, shade(0.35)) +
      shine("M120 150h110q-90 8-112 36q-12-26 2-36z", 0.5),
  },
  towel: {
    shadow: 112,
    draw: ({ body, shade, trim, random }) =>
      times(
        3 + random.below(2),
        (i) =>
          rect(104 - (i % 2) * 4, 290 - i * 48, 196 + (i % 2) * 8, 48, 20, i % 2 ? trim(0.1) : body) +
          line(`M122 ${314 - i * 48}h160`, shade(-0.25), 2, 'opacity=".45"') +
          path(`M268 ${290 - i * 48}h14v48h-14z`, shade(0.4), 'opacity=".7"'),
      ),
  },
  candle: {
    shadow: 76,
    lit: true,
    draw: ({ body, shade, trim, vary }) => {
      const h = vary(130, 180);
      return (
        oval(200, 286 - h, 90, 76, "url(#w)") +
        path(`M200 ${254 - h}q20 28 0 46q-20-18 0-46z`, "#ffb347") +
        path(`M200 ${272 - h}q9 14 0 26q-9-12 0-26z`, "#fff1cf") +
        line(`M200 ${298 - h}v14`, "#35383d", 3) +
        rect(136, 320 - h, 128, h + 18, 14, body) +
        oval(200, 322 - h, 60, 10, shade(0.5)) +
        rect(150, 338 - h * 0.62, 100, h * 0.4, 4, "#fbfaf7") +
        line(`M168 ${338 - h * 0.5}h64M178 ${338 - h * 0.36}h44`, trim(-0.2), 4) +
        shine(`M146 ${340 - h}h12v${h - 20}h-12z`, 0.3)
      );
    },
  },

  curtains: {
    shadow: 150,
    draw: ({ body, shade, trim }) =>
      rect(112, 70, 176, 220, 3, "#e7f0f6") +
      line("M200 70v220M112 180h176", "#fbfaf7", 8) +
      [
        [60, 1],
        [340, -1],
      ]
        .map(
          ([x, flip]) =>
            `<g transform="translate(${x!} 0) scale(${flip!} 1)">` +
            path("M0 62h96q4 90-22 150q24 60 10 126H0z", body) +
            line(
              "M20 66v268M44 66q4 90-6 146q8 60 6 122M70 66q4 90-14 146q20 60 12 120",
              shade(-0.25),
              4,
              'opacity=".6"',
            ) +
            path("M0 204q40 14 80 2l-4 16q-38 10-76-2z", trim(0)) +
            "</g>",
        )
        .join("") +
      line("M44 58h312", trim(-0.3), 10) +
      oval(40, 58, 11, 11, trim(-0.1)) +
      oval(360, 58, 11, 11, trim(-0.1)),
  },
};
