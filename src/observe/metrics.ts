type Labels = Readonly<Record<string, string | number>>;

export interface Counter {
  add(labels: Labels, by?: number): void;
}

export interface Histogram {
  observe(labels: Labels, value: number): void;
}

/** Prometheus' text format 0.0.4, for the few kinds that are used here. Label values come from closed sets only. */
export interface Metrics {
  counter(name: string, help: string): Counter;
  /** @param buckets upper bounds, ascending; +Inf is added */
  histogram(name: string, help: string, buckets: readonly number[]): Histogram;
  /** Read when the metrics are. */
  gauge(name: string, help: string, read: () => readonly (readonly [Labels, number])[]): void;
  text(): string;
}

export const createMetrics = (): Metrics => {
  const families: (() => string)[] = [];
  return {
    counter(name, help) {
      const series = new Map<string, { labels: Labels; sum: number }>();
      families.push(
        () =>
          head(name, help, "counter") +
          [...series.values()].map(({ labels, sum }) => `${name}${write(labels)} ${sum}\n`).join(""),
      );
      return {
        add: (labels, by = 1) => {
          const key = keyOf(labels);
          let one = series.get(key);
          if (one === undefined) series.set(key, (one = { labels, sum: 0 }));
          one.sum += by;
        },
      };
    },
    histogram(name, help, buckets) {
      const series = new Map<string, { labels: Labels; counts: number[]; sum: number }>();
      families.push(
        () => head(name, help, "histogram") + [...series.values()].map((one) => lines(name, buckets, one)).join(""),
      );
      return {
        observe: (labels, value) => {
          const key = keyOf(labels);
          let one = series.get(key);
          if (one === undefined) series.set(key, (one = { labels, counts: buckets.map(() => 0).concat(0), sum: 0 }));
          const at = buckets.findIndex((bound) => value <= bound);
          one.counts[at === -1 ? buckets.length : at]!++;
          one.sum += value;
        },
      };
    },
    gauge(name, help, read) {
      families.push(
        () =>
          head(name, help, "gauge") +
          read()
            .map(([labels, value]) => `${name}${write(labels)} ${value}\n`)
            .join(""),
      );
    },
    text: () => families.map((family) => family()).join(""),
  };
};

const head = (name: string, help: string, type: string) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;

const lines = (
  name: string,
  buckets: readonly number[],
  { labels, counts, sum }: { labels: Labels; counts: readonly number[]; sum: number },
): string => {
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
