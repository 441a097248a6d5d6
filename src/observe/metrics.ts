type Labels = Readonly<Record<string, string | number>>;

export interface Counter {
  add(labels: Labels, by?: number): void;
}

export interface Histogram {
  observe(labels: Labels, value: number): void;
  /** The same for one series, found once. */
  of(labels: Labels): (value: number) => void;
}

/** Prometheus' text format 0.0.4, for the few kinds that are used here. Label values come from closed sets only. */
export interface Metrics {
  counter(name: string, help: string): Counter;
  /** @param buckets upper bounds, ascending; +Inf is added */
  histogram(name: string, help: string, buckets: readonly number[]): Histogram;
  /** Read when the metrics are. */
  gauge(name: string, help: string, read: () => readonly (readonly [Labels, number])[]): void;
  /** The same for a sum that is kept elsewhere. */
  total(name: string, help: string, read: () => readonly (readonly [Labels, number])[]): void;
  text(): string;
}

/**
 * Series of a family, should a set not be closed after all: what comes after them is one series more, as OpenTelemetry
 * has it, instead of ever more memory here and in Prometheus.
 */
const mostSeries = 500;

export const createMetrics = (): Metrics => {
  const families: (() => string)[] = [];
  return {
    counter(name, help) {
      const series = createSeries(() => ({ sum: 0 }));
      families.push(() => head(name, help, "counter") + series.write((labels, { sum }) => `${name}${labels} ${sum}\n`));
      return {
        add: (labels, by = 1) => {
          series.of(labels).sum += by;
        },
      };
    },
    histogram(name, help, buckets) {
      const series = createSeries(() => ({ counts: buckets.map(() => 0).concat(0), sum: 0 }));
      families.push(
        () => head(name, help, "histogram") + series.write((_, one, labels) => lines(name, buckets, labels, one)),
      );
      const put = (one: Distribution, value: number) => {
        const at = buckets.findIndex((bound) => value <= bound);
        one.counts[at === -1 ? buckets.length : at]!++;
        one.sum += value;
      };
      return {
        observe: (labels, value) => put(series.of(labels), value),
        of: (labels) => {
          const one = series.of(labels);
          return (value) => put(one, value);
        },
      };
    },
    gauge: (name, help, read) => families.push(() => head(name, help, "gauge") + rows(name, read())),
    total: (name, help, read) => families.push(() => head(name, help, "counter") + rows(name, read())),
    text: () => families.map((family) => family()).join(""),
  };
};

interface Distribution {
  readonly counts: number[];
  sum: number;
}

const createSeries = <T>(make: () => T) => {
  const series = new Map<string, { readonly labels: Labels; readonly value: T }>();
  const find = (key: string, labels: Labels): T => {
    const known = series.get(key);
    if (known !== undefined) return known.value;
    if (series.size >= mostSeries && labels !== overflow) return find(keyOf(overflow), overflow);
    const value = make();
    series.set(key, { labels, value });
    return value;
  };
  return {
    of: (labels: Labels) => find(keyOf(labels), labels),
    write: (one: (labels: string, value: T, raw: Labels) => string) =>
      [...series.values()].map(({ labels, value }) => one(write(labels), value, labels)).join(""),
  };
};

const overflow = { otel_metric_overflow: "true" };

const head = (name: string, help: string, type: string) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;

const rows = (name: string, values: readonly (readonly [Labels, number])[]): string =>
  values.map(([labels, value]) => `${name}${write(labels)} ${value}\n`).join("");

const lines = (name: string, buckets: readonly number[], labels: Labels, { counts, sum }: Distribution): string => {
  let seen = 0;
  const text = counts.map((count, i) => {
    seen += count;
    return `${name}_bucket${write({ ...labels, le: buckets[i] ?? "+Inf" })} ${seen}\n`;
  });
  return text.join("") + `${name}_sum${write(labels)} ${sum}\n${name}_count${write(labels)} ${seen}\n`;
};

// A family's labels have the same names in the same order: their values tell them apart.
const keyOf = (labels: Labels): string => {
  let key = "";
  for (const name in labels) key += `${labels[name]!}\n`;
  return key;
};

const write = (labels: Labels): string => {
  const names = Object.keys(labels);
  return names.length === 0 ? "" : `{${names.map((name) => `${name}="${escape(String(labels[name]))}"`).join(",")}}`;
};

const escape = (value: string): string => value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
