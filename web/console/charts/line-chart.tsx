import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

export interface Line {
  readonly name: string;
  readonly values: readonly number[];
  /** A colour of styles/tokens.css: `--accent`. */
  readonly colour: string;
}

interface LineChartProps {
  readonly label: string;
  /** Milliseconds since 1970, ascending. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly format?: (value: number) => string;
}

const HEIGHT = 240;

/** Series over time. Decoration for those who do not see it: the page has the numbers as text, too. */
export const LineChart = ({ label, times, lines, format = String }: LineChartProps): VNode => {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const data: uPlot.AlignedData = [times.map((ms) => ms / 1000), ...lines.map(({ values }) => [...values])];
  const shape = lines.map(({ name }) => name).join();

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const make = () => {
      plot.current?.destroy();
      plot.current = new uPlot(optionsOf(element, lines, format), data, element);
    };
    make();
    const resized = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    // Colours are drawn, not styled: a change of theme draws them anew.
    const themed = new MutationObserver(make);
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => {
      resized.disconnect();
      themed.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [shape]);

  useEffect(() => plot.current?.setData(data), [times, lines]);

  return <div ref={box} class="line-chart" role="img" aria-label={label} />;
};

const optionsOf = (element: HTMLElement, lines: readonly Line[], format: (value: number) => string): uPlot.Options => {
  const ink = colourOf(element, "--ink-soft");
  const grid = { stroke: colourOf(element, "--line"), width: 1 };
  const font = "12px sans-serif";
  return {
    width: element.clientWidth,
    height: HEIGHT,
    padding: [12, 8, 0, 0],
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { y: { range: (_, __, most) => [0, Math.max(most, 1e-9) * 1.08] } },
    axes: [
      { stroke: ink, font, grid: { show: false }, ticks: grid, values: timesOf },
      { stroke: ink, font, grid, ticks: { show: false }, size: 52, values: (_, ticks) => ticks.map(format) },
    ],
    series: [
      { label: "Time", value: (_, s: number | null) => (s === null ? "–" : new Date(s * 1000).toLocaleString()) },
      ...lines.map(({ name, colour }) => ({
        label: name,
        stroke: colourOf(element, colour),
        width: 2,
        points: { show: false },
        value: (_: uPlot, value: number | null) => (value === null ? "–" : format(value)),
      })),
    ],
  };
};

/** Times of a day, or days, as the reader writes them. */
const timesOf: uPlot.Axis.DynamicValues = (_, ticks, __, ___, stepS) =>
  ticks.map((s) => (stepS < DAY_S ? TIME : DAY).format(s * 1000));

const DAY_S = 86_400;
const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

/** As the browser resolves it: a canvas knows no light-dark(). */
const colourOf = (element: HTMLElement, name: string): string => {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};
