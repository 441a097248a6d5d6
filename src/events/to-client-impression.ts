import type { EventProduct } from "../domain/event.ts";
import type { Impression } from "../domain/impression.ts";
import type { NewSearch } from "../domain/new-event.ts";
import { scrub } from "../text/scrub.ts";

/** A search that was answered elsewhere, as the log keeps it: it says what was shown, and has no numbers to learn from. */
export const toClientImpression = (
  catalog: string,
  { queryId, timestampMs, user, session, bot, text, products }: NewSearch,
  normalized: string,
  known: ReadonlyMap<string, EventProduct>,
): Impression => ({
  ...{ queryId, catalog, session, bot, device: null, normalized },
  user: user ?? session,
  shownAtMs: timestampMs,
  text: scrub(text),
  filters: [],
  sort: { by: "relevance" },
  page: 1,
  size: products.length,
  total: products.length,
  engine: "client",
  modelVersion: null,
  arm: "first_stage",
  rescoreMs: null,
  featureSet: "",
  stateSequence: 0,
  sessionSequence: 0,
  shown: products.map((id, i) => ({
    id,
    group: known.get(id)?.group ?? id,
    position: i + 1,
    firstStageRank: i + 1,
    score: 0,
    propensity: 1,
    ownPlace: null,
  })),
  vectors: new Float32Array(0),
});
