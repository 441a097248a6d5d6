import type { Impression } from "../domain/impression.ts";
import type { EventStore } from "../ports/event-store.ts";
import { createAttribution, type Outcomes } from "../../ranking/labels/attribute.ts";
import type { Outcome } from "../../ranking/labels/outcome.ts";
import { createPositionBias, type PositionBias } from "../../ranking/labels/position-bias.ts";
import { createSuspicion } from "../../ranking/labels/suspects.ts";
import { createFairShares } from "./fair-shares.ts";
import { createLagGauge } from "./lag-gauge.ts";
import { readLog, sequenceSince } from "./read-log.ts";
import type { RowSettings } from "./settings.ts";

/** What the log holds, before any vector is read. */
export interface Survey {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly outcomes: Outcomes;
  /** Whether to learn from it; see `createFairShares`. */
  readonly counts: (impression: Impression) => boolean;
  readonly bias: PositionBias;
  /** Searches that something came of, by time. */
  readonly evidence: readonly Evidence[];
  /** When a query had its first click, and when a product was first shown. */
  readonly firstClickMs: ReadonlyMap<string, number>;
  readonly firstShownMs: ReadonlyMap<string, number>;
  readonly lag: { readonly staleMs: number; readonly staleEntries: number };
  readonly leftOut: LeftOut;
}

export interface Evidence {
  readonly sequence: number;
  readonly shownAtMs: number;
  readonly rows: number;
}

/** Why searches are not learned from. */
export interface LeftOut {
  /** Of bots, of suspects, sorted otherwise, with nothing shown. */
  readonly unusable: number;
  /** Of shoppers who searched far more than others: they count as much as a busy one. */
  readonly beyondShare: number;
  /** Shoppers who behave as none does, and why some of them. */
  readonly suspects: number;
  readonly suspicions: readonly string[];
  /** Their features are another program version's. */
  readonly otherFeatures: number;
  /** Nothing came of them. */
  readonly withoutEvidence: number;
}

export interface SurveyRequest {
  readonly catalog: string;
  readonly featureSet: string;
  readonly nowMs: number;
  readonly settings: RowSettings;
  readonly signal: AbortSignal;
  /** Entries read of those to read. */
  readonly onProgress: (done: number, total: number) => void;
}

/** Entries looked at, at most: some 200 bytes each are kept. */
const MOST_ENTRIES = 4_000_000;

/** Reads the log twice without vectors: who did what, then what came of each search. */
export async function surveyLog(
  events: Pick<EventStore, "read" | "tail" | "head" | "erasures">,
  { catalog, featureSet, nowMs, settings, signal, onProgress }: SurveyRequest,
): Promise<Survey> {
  const head = await events.head(catalog);
  const sinceMs = nowMs - settings.windowMs;
  const after = await sequenceSince(events, catalog, { head, sinceMs, atMost: MOST_ENTRIES });
  const stretch = { catalog, after, to: head, vectors: false, signal };

  const suspicion = createSuspicion();
  const attribution = createAttribution();
  const gauge = createLagGauge();
  const shares = createFairShares();
  let read = 0;
  const tell = (entries: number) => onProgress((read += entries), 2 * (head - after));
  for await (const entries of readLog(events, stretch)) {
    for (const entry of entries) {
      suspicion.add(entry);
      attribution.add(entry);
      gauge.add(entry);
      if (entry.kind === "impression") shares.add(entry.impression);
    }
    tell(entries.length);
  }
  const suspects = suspicion.finish();
  const erased = (await events.erasures(catalog)).map(({ user }) => user);
  const outcomes = attribution.finish(new Set([...suspects.keys(), ...erased]));

  const bias = createPositionBias();
  const evidence: Evidence[] = [];
  const firstClickMs = new Map<string, number>();
  const firstShownMs = new Map<string, number>();
  const leftOut = { unusable: 0, beyondShare: 0, otherFeatures: 0, withoutEvidence: 0 };
  const fair = shares.finish();
  const counts = (impression: Impression): boolean => outcomes.usable(impression) && fair(impression);
  const look = (sequence: number, impression: Impression): void => {
    const { shown, shownAtMs, normalized } = impression;
    for (const { group } of shown) earliest(firstShownMs, group, shownAtMs);
    if (!outcomes.usable(impression)) return void (leftOut.unusable += 1);
    if (!fair(impression)) return void (leftOut.beyondShare += 1);
    const came = outcomes.of(impression);
    bias.add(impression, came);
    const any = came.some((outcome, i) => isPositive(outcome) && shown[i]!.position > 0);
    if (any) earliest(firstClickMs, normalized, shownAtMs);
    if (impression.featureSet !== featureSet) leftOut.otherFeatures += 1;
    else if (any) evidence.push({ sequence, shownAtMs, rows: shown.length });
    else leftOut.withoutEvidence += 1;
  };
  for await (const entries of readLog(events, stretch)) {
    for (const entry of entries) if (entry.kind === "impression") look(entry.sequence, entry.impression);
    tell(entries.length);
  }
  evidence.sort((a, b) => a.shownAtMs - b.shownAtMs || a.sequence - b.sequence);
  return {
    ...{ firstSequence: after + 1, lastSequence: head, outcomes, counts, evidence, firstClickMs, firstShownMs },
    bias: bias.finish(),
    lag: gauge.finish(),
    leftOut: {
      ...leftOut,
      suspects: suspects.size,
      suspicions: [...suspects.values()].slice(0, 5).map((reasons) => reasons.join("; ")),
    },
  };
}

export const isPositive = (outcome: Outcome | null): outcome is Outcome =>
  outcome !== null && outcome.clicks + outcome.carts + outcome.purchases > 0;

function earliest(times: Map<string, number>, key: string, ms: number): void {
  if (ms < (times.get(key) ?? Infinity)) times.set(key, ms);
}
