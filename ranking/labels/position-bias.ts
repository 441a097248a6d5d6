import type { Impression, ShownProduct } from "../../src/domain/impression.ts";
import type { Outcome } from "./outcome.ts";
import { fitPositionCurve, type PositionCurve } from "./position-curve.ts";
import { type BiasRows, collectRows } from "./bias-rows.ts";
import { hashPair } from "./hash-pair.ts";

/** What the curve was read from, best first. */
export type BiasMethod =
  /** Places that exploration changed at random. */
  | "swaps"
  /** The same query and product at different positions. */
  | "rank_changes"
  /** Clicks over those expected at a position: nothing tells position from relevance. */
  | "coec"
  /** No clicks. */
  | "none";

export interface PositionBias {
  readonly method: BiasMethod;
  /** Examination at each position against the first; [0] is unused. */
  readonly curve: Float64Array;
  /** Its relative standard error. */
  readonly error: Float64Array;
  /** Whether the curve may be relied on: known to about a seventh at the tenth position. */
  readonly confident: boolean;
  readonly evidence: {
    readonly searches: number;
    readonly clicks: number;
    /** Of things seen at more than one position. */
    readonly informativeClicks: number;
    readonly swaps: number;
  };
  /** In words for people. */
  readonly says: string;
}

export interface PositionBiasCollector {
  add(impression: BiasImpression, outcomes: readonly (Outcome | null)[]): void;
  finish(): PositionBias;
}

export type BiasImpression = Pick<Impression, "normalized" | "filters" | "total" | "modelVersion"> & {
  readonly shown: readonly Pick<ShownProduct, "id" | "position" | "ownPlace">[];
};

/**
 * Learns how much less each position is looked at, from what changed place: at random where exploration did it, else by
 * itself, else (not to be relied on) from clicks alone.
 */
export function createPositionBias(): PositionBiasCollector {
  const rows = collectRows();
  const evidence = { searches: 0, clicks: 0, swaps: 0 };
  let depth = 2;
  return {
    add({ normalized, filters, total, modelVersion, shown }, outcomes) {
      evidence.searches += 1;
      const query = filters.length === 0 ? normalized : `${normalized}\n${JSON.stringify(filters)}`;
      rows.search(query);
      for (const [i, { id, position, ownPlace }] of shown.entries()) {
        if (position < 1 || position > deepest) continue;
        const clicked = Boolean(outcomes[i]);
        depth = Math.max(depth, position);
        evidence.clicks += Number(clicked);
        evidence.swaps += Number(ownPlace !== null && ownPlace !== position);
        rows.add({
          pair: hashPair(query, id),
          // As many results, by the same model: the same chances to be swapped, of the same kind of product.
          place: ownPlace === null ? null : hashPair(`${ownPlace} of ${Math.min(total, explored)}`, modelVersion ?? ""),
          ...{ position, clicked },
        });
      }
    },
    finish() {
      const fit = chosen(rows, depth) ?? {
        method: evidence.clicks > 0 ? ("coec" as const) : ("none" as const),
        ...fitPositionCurve(
          rows.groups(() => 0),
          depth,
        ),
      };
      const { method, curve, error, clicks } = fit;
      return {
        method,
        curve,
        error,
        confident: (method === "swaps" || method === "rank_changes") && errorOf(fit) <= allowedError,
        evidence: { ...evidence, informativeClicks: clicks },
        says: words(method, clicks),
      };
    },
  };
}

/** Places that exploration may change (src/search/explore.ts): of longer results, all have the same chances. */
const explored = 24;
/** Deeper ones are too few to tell apart; the curve ends there. */
const deepest = 96;
/** Relative standard error at the tenth position, or the last if that is earlier. */
const allowedError = 0.15;
const leastClicks = 100;

/** Above it, clicks by position alone say as much. */
const uselessError = 0.5;

/** Random swaps where they suffice; else all that changed places, which what is shown may itself have caused. */
function chosen(rows: BiasRows, depth: number): (PositionCurve & { readonly method: BiasMethod }) | null {
  const random = fitPositionCurve(
    rows.groups(({ place }) => place),
    depth,
  );
  if (random.clicks >= leastClicks && errorOf(random) <= allowedError) return { method: "swaps", ...random };
  // Products of frequent queries are compared with themselves, the others with those of the same place: each click once.
  const both = fitPositionCurve(
    rows.groups(({ pair, place, searches }) => (searches < frequent && place !== null ? place : pair)),
    depth,
  );
  if (both.clicks < leastClicks || errorOf(both) > uselessError) return null;
  return { method: both.clicks > random.clicks ? "rank_changes" : "swaps", ...both };
}

/** Searches of a query, from which on most of its products are seen at several positions. */
const frequent = 5;

function errorOf({ curve, error }: Pick<PositionCurve, "curve" | "error">): number {
  return error[Math.min(10, curve.length - 1)]!;
}

function words(method: BiasMethod, clicks: number): string {
  switch (method) {
    case "swaps":
      return `Read from ${clicks} clicks on products whose places were changed at random.`;
    case "rank_changes":
      return `Read from ${clicks} clicks on products that the same query showed at different places.`;
    case "coec":
      return "Clicks by position alone: too few products changed places to tell position from relevance. Exploration would.";
    case "none":
      return "No clicks yet.";
  }
}

/** How much a position is looked at against the first; beyond the curve as at its end. */
export function examination({ curve }: Pick<PositionBias, "curve">, position: number): number {
  return curve[Math.min(position, curve.length - 1)]!;
}
