import { readFileSync } from "node:fs";

/** LightGBM's own text, and its own numbers for rows full of NaN, zeros, infinities, thresholds and their neighbours. */
export interface ModelFixture {
  readonly name: string;
  readonly text: string;
  /** Of each column, as LightGBM counts it. */
  readonly gain: readonly number[];
  readonly float32: FixtureRows<Float32Array>;
  readonly float64: FixtureRows<Float64Array>;
}

interface FixtureRows<A> {
  readonly values: A;
  /** Raw scores. */
  readonly scores: Float64Array;
  /** Of the first rows: columns + 1 numbers each. */
  readonly contributions: Float64Array;
}

const folder = new URL("../../../ranking/model/fixtures/", import.meta.url);

export const fixtureNames = [
  "plain",
  "missing-nan",
  "missing-zero",
  "missing-none",
  "categories",
  "many-thresholds",
  "many-leaves",
  "lambdarank",
  "one-leaf",
  "forest",
] as const;

/** Made by Python LightGBM 4.7.0. */
export function readModelFixture(name: (typeof fixtureNames)[number]): ModelFixture {
  const text = readFileSync(new URL(`${name}.txt`, folder), "utf8");
  const json = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as FixtureFile;
  const { float32, float64 } = json;
  return {
    name,
    text,
    gain: json.gain.map(decoded),
    float32: { ...decodedRows(float32), values: Float32Array.from(float32.values, decoded) },
    float64: { ...decodedRows(float64), values: Float64Array.from(float64.values, decoded) },
  };
}

type Encoded = number | string | null;
interface FixtureFile {
  readonly gain: readonly Encoded[];
  readonly float32: Readonly<Record<"values" | "scores" | "contributions", readonly Encoded[]>>;
  readonly float64: FixtureFile["float32"];
}

const decodedRows = ({ scores, contributions }: FixtureFile["float32"]) => ({
  scores: Float64Array.from(scores, decoded),
  contributions: Float64Array.from(contributions, decoded),
});

/** JSON has no NaN (null here), no infinities and no negative zero (words here). */
const decoded = (value: Encoded): number =>
  value === null ? NaN : typeof value === "number" ? value : Number(value.replace("inf", "Infinity"));
