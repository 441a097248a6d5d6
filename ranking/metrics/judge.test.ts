import { anImpression, aShownProduct } from "../../src/testing/log-builders.ts";
import type { Outcome } from "../labels/outcome.ts";
import { judge, type JudgeReport } from "./judge.ts";
import { createJudgingRows, type JudgingRows } from "./judging-rows.ts";
import { kendallTau } from "./kendall.ts";
import { ndcg } from "./ndcg.ts";
import { randomScores } from "./random-order.ts";
import { seededRandom } from "./random.ts";

const depth = 12;
const bias = {
  method: "swaps" as const,
  confident: true,
  curve: Float64Array.from({ length: depth + 1 }, (_, position) => (position === 0 ? 1 : position ** -0.7)),
};
const clicked: Outcome = { clicks: 1, carts: 0, purchases: 0, returned: 0, valueMinor: 0 };

interface Log {
  readonly rows: JudgingRows;
  /** Of each row, 1 where relevant. */
  readonly grades: readonly number[];
}

/** Searches shown in an order that knows a little of relevance, with clicks that look at the top most. */
function simulated(searches: number, seed: number): Log {
  const random = seededRandom(seed);
  const collector = createJudgingRows({ columns: 0 });
  const grades: number[] = [];
  for (let search = 0; search < searches; search += 1) {
    const relevant = Array.from({ length: depth }, () => Number(random() < 0.2));
    const order = relevant.map((grade) => grade + 2 * random()).map((score, i) => ({ score, i }));
    const shown = order.sort((a, b) => b.score - a.score).map(({ i }) => relevant[i]!);
    const outcomes = shown.map((grade, at) =>
      random() < bias.curve[at + 1]! && random() < (grade === 1 ? 0.85 : 0.1) ? clicked : null,
    );
    const impression = anImpression({
      queryId: `${search}`,
      session: `s${Math.floor(search / 2)}`,
      shown: shown.map((_, at) => aShownProduct({ position: at + 1 })),
    });
    collector.add(impression, outcomes);
    grades.push(...shown);
  }
  return { rows: collector.finish(), grades };
}

/** Better with more of the truth in it. */
function knowing(grades: readonly number[], share: number, seed: number): Float64Array {
  return randomScores(grades.length, seed).map((noise, row) => share * grades[row]! + noise);
}

function truth(scores: ArrayLike<number>, grades: readonly number[]): number {
  let [sum, count] = [0, 0];
  for (let row = 0; row < grades.length; row += depth) {
    const rows = Array.from({ length: depth }, (_, i) => row + i).sort((a, b) => scores[b]! - scores[a]!);
    const value = ndcg(
      rows.map((i) => grades[i]!),
      grades.slice(row, row + depth),
      10,
    );
    if (value === null) continue;
    sum += value;
    count += 1;
  }
  return sum / count;
}

const ndcgOf = (report: JudgeReport): readonly number[] => report.orders.map(({ metrics }) => metrics.ndcg!.mean);

describe("the judge", () => {
  const { rows, grades } = simulated(3000, 1);
  const asShown = { name: "as shown", scores: Float64Array.from(rows.positions, (position) => -position) };
  const orders = [
    ...[0, 0.15, 0.3, 0.4, 0.7].map((share, i) => ({
      name: `knows ${share}`,
      scores: knowing(grades, share, i + 1),
    })),
    asShown,
  ];

  it("orders the orders as the truth does, where clicks as they are prefer the one that was shown", () => {
    const report = judge(orders, rows, { bias });
    const truths = orders.map(({ scores }) => truth(scores, grades));
    expect(kendallTau(ndcgOf(report), truths)).toBe(1);
    const raws = report.orders.map(({ raw }) => raw.ndcg!.mean);
    expect(truths[5]).toBeLessThan(truths[4]!);
    expect(raws[5]).toBeGreaterThan(raws[4]!);
  });

  it("gives a gain an interval that excludes 0 for a clear difference, and holds it for none", () => {
    const better = judge(orders, rows, { bias, against: "knows 0.15" }).gains.find(({ name }) => name === "knows 0.7")!;
    expect(better.metrics.ndcg!.low).toBeGreaterThan(0);
    const twin = { name: "twin", scores: knowing(grades, 0.4, 99) };
    const alike = judge([orders[3]!, twin], rows, { bias }).gains[0]!;
    expect(alike.metrics.ndcg!.low).toBeLessThan(0);
    expect(alike.metrics.ndcg!.high).toBeGreaterThan(0);
    expect(alike.metrics.ndcg!.high - alike.metrics.ndcg!.low).toBeLessThan(0.1);
  });

  it("gives a constant score what a random order gets, and not what was shown", () => {
    const constant = { name: "constant", scores: new Float64Array(grades.length) };
    const many = Array.from({ length: 8 }, (_, seed) => ({
      name: `${seed}`,
      scores: randomScores(grades.length, seed),
    }));
    const report = judge([constant, asShown, ...many], rows, { bias });
    const [first, , ...random] = ndcgOf(report);
    expect(first).toBeCloseTo(random.reduce((a, b) => a + b, 0) / random.length, 1.7);
    expect(report.gains[0]!.metrics.ndcg!.low).toBeGreaterThan(0);
  });

  it("puts scores that are not numbers last", () => {
    const unknown = Float64Array.from(grades, (grade) => (grade === 1 ? NaN : 1));
    const last = Float64Array.from(grades, (grade) => -grade);
    const [a, b] = ndcgOf(
      judge(
        [
          { name: "a", scores: unknown },
          { name: "b", scores: last },
        ],
        rows,
        { bias },
      ),
    );
    expect(a).toBe(b);
  });

  it("is 1 for the best order of what came of it, and says the same for the same seed", () => {
    const weighted = Float64Array.from(rows.gains, (gain, row) => gain / bias.curve[rows.positions[row]!]!);
    const report = judge([{ name: "best", scores: weighted }], rows, { bias });
    expect(report.orders[0]!.metrics.ndcg!.mean).toBeCloseTo(1, 12);
    expect(judge(orders, rows, { bias, seed: 3 })).toEqual(judge(orders, rows, { bias, seed: 3 }));
  });

  it("says nothing of purchases and money when there are none", () => {
    const { metrics } = judge([asShown], rows, { bias }).orders[0]!;
    expect(metrics.purchase_ndcg).toBeNull();
    expect(metrics.revenue!.mean).toBe(0);
  });

  it("expects as many clicks of the order that was shown as there were", () => {
    const report = judge([asShown], rows, { bias, clip: 1000 });
    expect(report.orders[0]!.metrics.clicks!.mean).toBeCloseTo(report.clicks / report.searches, 9);
  });

  it("covers the true gain about as often as it promises", () => {
    // The gain of one order over another, in the ratio that the judge estimates, from very many searches.
    const gainIn = ({ rows: some, grades: known }: Log) =>
      judge(
        [
          { name: "a", scores: knowing(known, 0.3, 5) },
          { name: "b", scores: knowing(known, 0.5, 6) },
        ],
        some,
        { bias, rounds: 300, clip: 1000 },
      ).gains[0]!.metrics.ndcg!;
    const true_ = gainIn(simulated(12_000, 77)).mean;
    let covered = 0;
    for (let seed = 0; seed < 40; seed += 1) {
      const { low, high } = gainIn(simulated(300, 1000 + seed));
      if (low <= true_ && true_ <= high) covered += 1;
    }
    expect(covered).toBeGreaterThanOrEqual(33);
  });
});

describe("rows to judge by", () => {
  it("join the pages of a search, by position, and leave out what was not shown or came twice", () => {
    const collector = createJudgingRows({ columns: 1 });
    const page = (number: number, positions: readonly number[]) =>
      anImpression({
        page: number,
        shown: positions.map((position) => aShownProduct({ position })),
        vectors: Float32Array.from(positions),
      });
    const none = [null, null, null];
    collector.add(page(2, [3, 4, 0]), [clicked, null, null]);
    collector.add(page(1, [1, 2]), none);
    collector.add(page(1, [1, 2]), none);
    const rows = collector.finish();
    expect([...rows.groups]).toEqual([4]);
    expect([...rows.positions]).toEqual([1, 2, 3, 4]);
    expect([...rows.vectors]).toEqual([1, 2, 3, 4]);
    expect([...rows.gains]).toEqual([0, 0, 1, 0]);
  });

  it("tell slices apart: how often a query is asked, who asks, what is new, what was never clicked", () => {
    const collector = createJudgingRows({
      columns: 0,
      clickedBefore: (query) => query === "often",
      isNew: ({ position }) => position === 3,
    });
    const add = (queryId: string, normalized: string, device: "mobile" | "desktop") =>
      collector.add(anImpression({ queryId, normalized, device }), [null, null, null]);
    for (const id of ["1", "2", "3"]) add(id, "often", "desktop");
    for (const id of ["4", "5", "6"]) add(id, id === "6" ? "once" : "twice", "mobile");
    for (const id of ["7", "8", "9"]) add(id, `rare ${id}`, "desktop");
    const { slices } = collector.finish();
    const searches = (name: string) => slices.get(name)!.reduce((sum, one) => sum + one, 0) / 3;
    expect(searches("head")).toBe(3);
    expect(searches("middle")).toBe(2);
    expect(searches("tail")).toBe(4);
    expect(searches("mobile")).toBe(3);
    expect(searches("no_click")).toBe(6);
    expect(searches("new_products")).toBe(3);
  });
});
