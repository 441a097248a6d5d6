/** k6's figures for a person, and all of them as JSON where SUMMARY names a file: `export { handleSummary }` of each test. */
export const handleSummary = ({ metrics }: Summary): Record<string, string> => {
  const lines = Object.entries(metrics)
    .filter(([name]) => shown.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { values, thresholds = {} }]) => {
      const broken = Object.entries(thresholds).flatMap(([threshold, { ok }]) => (ok ? [] : [threshold]));
      const figures = Object.entries(values).map(([key, value]) => `${key} ${Number(value.toPrecision(4))}`);
      return `  ${name.padEnd(44)} ${figures.join("  ")}${broken.length > 0 ? `  BROKEN: ${broken.join(", ")}` : ""}`;
    });
  const file = __ENV["SUMMARY"];
  return { stdout: `${lines.join("\n")}\n`, ...(file === undefined ? {} : { [file]: JSON.stringify(metrics) }) };
};

/** What tells something; the rest is in the file. */
const shown =
  /^(answered|refused|failed|accepted_ms|refused_ms|goodput|dropped_iterations|checks|done_in_time|import_seconds|training_seconds|purchases|livez|keystroke_ms)/;

interface Summary {
  readonly metrics: Readonly<Record<string, Metric>>;
}

interface Metric {
  readonly values: Readonly<Record<string, number>>;
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
}
