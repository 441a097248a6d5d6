import type { Impression, ShownProduct } from "../../src/domain/impression.ts";
import { defaultGains, gainOf, type Gains } from "../labels/judgments.ts";
import type { Outcome } from "../labels/outcome.ts";
import { trafficThirds } from "./traffic-thirds.ts";

/** Searches with what came of each product shown: the rows of a search one after the other, by position. */
export interface JudgingRows {
  /** Rows of each search, in order; together all rows. */
  readonly groups: Int32Array;
  /** A number for the session of each search: what intervals are drawn over. */
  readonly clusters: Int32Array;
  /** A number for the query of each search. */
  readonly queries: Int32Array;
  /** From 1. */
  readonly positions: Uint16Array;
  readonly propensities: Float32Array;
  /** What came of it, 0 for nothing. */
  readonly gains: Float32Array;
  /** 1 where it was bought and kept. */
  readonly bought: Uint8Array;
  /** Money kept, in minor units. */
  readonly values: Float32Array;
  /** Rank in the engine's order, from 1. */
  readonly firstStage: Int32Array;
  /** Name → 1 for each row that belongs to it. */
  readonly slices: ReadonlyMap<string, Uint8Array>;
  readonly columns: number;
  /** Row-major, rows × columns: what each product was scored with. */
  readonly vectors: Float32Array;
}

export interface JudgingRowsOptions {
  /** Length of a vector; 0 keeps none. */
  readonly columns: number;
  readonly gains?: Gains;
  /** Whether this query had a click in what the model was fitted on; without it there is no slice `no_click`. */
  readonly clickedBefore?: (normalized: string) => boolean;
  /** Without it there is no slice `new_products`. */
  readonly isNew?: (shown: ShownProduct, impression: Impression) => boolean;
}

export interface JudgingRowsCollector {
  /** Only what `Outcomes.usable` says is usable. */
  add(impression: Impression, outcomes: readonly (Outcome | null)[]): void;
  finish(): JudgingRows;
}

/** Pages of one query id become one search; products that were not shown are left out. */
export function createJudgingRows(options: JudgingRowsOptions): JudgingRowsCollector {
  const { columns, gains = defaultGains, clickedBefore, isNew } = options;
  const searches = new Map<string, Search>();
  return {
    add(impression, outcomes) {
      const { queryId, session, user, normalized, device, shown, vectors } = impression;
      const search = searches.get(queryId);
      // A page that was sent twice is one page.
      if (search?.pages.some(({ number }) => number === impression.page)) return;
      const numbers = new Float64Array(shown.length * width);
      for (const [i, product] of shown.entries()) {
        const outcome = outcomes[i] ?? null;
        numbers.set(numbersOf(product, outcome, gains, isNew?.(product, impression) ?? false), i * width);
      }
      const page: Page = { number: impression.page, numbers, vectors };
      if (search !== undefined) search.pages.push(page);
      else {
        const cluster = session ?? user ?? queryId;
        searches.set(queryId, { normalized, cluster, mobile: device === "mobile", pages: [page] });
      }
    },
    finish() {
      const all = [...searches.values()];
      const thirds = trafficThirds(all.map(({ normalized }) => normalized));
      const belongs: Belongs[] = [
        ["head", ({ normalized }) => thirds.get(normalized) === "head"],
        ["middle", ({ normalized }) => thirds.get(normalized) === "middle"],
        ["tail", ({ normalized }) => thirds.get(normalized) === "tail"],
        ["mobile", ({ mobile }) => mobile],
      ];
      if (clickedBefore !== undefined) belongs.push(["no_click", ({ normalized }) => !clickedBefore(normalized)]);
      return pack(all, belongs, columns, isNew !== undefined);
    },
  };
}

interface Search {
  readonly normalized: string;
  readonly cluster: string;
  readonly mobile: boolean;
  readonly pages: Page[];
}

interface Page {
  readonly number: number;
  /** `width` numbers a shown product: see numbersOf. */
  readonly numbers: Float64Array;
  readonly vectors: Float32Array;
}

type Belongs = readonly [slice: string, of: (search: Search) => boolean];

const width = 7;

function numbersOf(
  { position, propensity, firstStageRank }: ShownProduct,
  outcome: Outcome | null,
  gains: Gains,
  fresh: boolean,
): readonly number[] {
  const bought = outcome !== null && outcome.purchases > outcome.returned;
  const gain = outcome === null ? 0 : gainOf(outcome, gains);
  return [position, propensity, gain, Number(bought), outcome?.valueMinor ?? 0, firstStageRank, Number(fresh)];
}

function pack(
  searches: readonly Search[],
  belongs: readonly Belongs[],
  columns: number,
  withNew: boolean,
): JudgingRows {
  let total = 0;
  for (const { pages } of searches) for (const { numbers } of pages) total += numbers.length / width;
  const rows = {
    positions: new Uint16Array(total),
    propensities: new Float32Array(total),
    gains: new Float32Array(total),
    bought: new Uint8Array(total),
    values: new Float32Array(total),
    firstStage: new Int32Array(total),
    fresh: new Uint8Array(total),
    vectors: new Float32Array(total * columns),
  };
  const masks = belongs.map(() => new Uint8Array(total));
  const groups: number[] = [];
  const clusters: number[] = [];
  const queries: number[] = [];
  const [clusterNumbers, queryNumbers] = [new Map<string, number>(), new Map<string, number>()];
  let row = 0;
  for (const search of searches) {
    const first = row;
    for (const { page, i } of byPosition(search.pages)) {
      const at = i * width;
      const { numbers } = page;
      rows.positions[row] = numbers[at]!;
      rows.propensities[row] = numbers[at + 1]!;
      rows.gains[row] = numbers[at + 2]!;
      rows.bought[row] = numbers[at + 3]!;
      rows.values[row] = numbers[at + 4]!;
      rows.firstStage[row] = numbers[at + 5]!;
      rows.fresh[row] = numbers[at + 6]!;
      rows.vectors.set(page.vectors.subarray(i * columns, (i + 1) * columns), row * columns);
      row += 1;
    }
    if (row === first) continue;
    for (const [m, [, of]] of belongs.entries()) if (of(search)) masks[m]!.fill(1, first, row);
    groups.push(row - first);
    clusters.push(numberOf(search.cluster, clusterNumbers));
    queries.push(numberOf(search.normalized, queryNumbers));
  }
  const slices = new Map(belongs.map(([name], m) => [name, masks[m]!.subarray(0, row)]));
  if (withNew) slices.set("new_products", rows.fresh.subarray(0, row));
  return {
    groups: Int32Array.from(groups),
    clusters: Int32Array.from(clusters),
    queries: Int32Array.from(queries),
    positions: rows.positions.subarray(0, row),
    propensities: rows.propensities.subarray(0, row),
    gains: rows.gains.subarray(0, row),
    bought: rows.bought.subarray(0, row),
    values: rows.values.subarray(0, row),
    firstStage: rows.firstStage.subarray(0, row),
    slices,
    columns,
    vectors: rows.vectors.subarray(0, row * columns),
  };
}

function numberOf(name: string, numbers: Map<string, number>): number {
  const number = numbers.get(name) ?? numbers.size;
  numbers.set(name, number);
  return number;
}

/** Shown products of all pages, by position. */
function byPosition(pages: readonly Page[]): readonly { readonly page: Page; readonly i: number }[] {
  const places = pages.flatMap((page) =>
    Array.from({ length: page.numbers.length / width }, (_, i) => ({ page, i, position: page.numbers[i * width]! })),
  );
  return places.filter(({ position }) => position > 0).sort((a, b) => a.position - b.position);
}
