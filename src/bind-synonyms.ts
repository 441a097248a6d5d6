import type { Synonym } from "./domain/synonym.ts";
import type { Shop } from "./http/shop.ts";
import type { SynonymStore } from "./ports/synonym-store.ts";
import type { PreviewSynonym } from "./preview-synonym.ts";
import { addSynonym, decideSynonym, editSynonym, type Pair, readSides } from "./synonyms/decide-synonyms.ts";
import type { LiveSynonyms } from "./synonyms/live-synonyms.ts";
import { kindOf } from "./synonyms/solr-format.ts";
import { tidy } from "./synonyms/synonym-id.ts";
import type { SynonymAnswer, SynonymBody } from "./wire/synonym.ts";

export interface SynonymsDeps {
  readonly store: SynonymStore;
  readonly live: Pick<LiveSynonyms, "refresh">;
  readonly preview: PreviewSynonym;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Who it was, in records. */
const by = "api";

/** Synonyms as the routes call them. This process searches by a change at once, others when they next look. */
export const bindSynonyms = ({ store, live, preview, now }: SynonymsDeps): Shop["synonyms"] => {
  const changed = async (synonym: Synonym): Promise<SynonymAnswer> => {
    await live.refresh();
    return toAnswer(synonym);
  };
  return {
    async list(catalog, { status, after, limit }) {
      const filter = {
        limit: limit + 1,
        ...(status !== undefined && { status }),
        ...(after !== undefined && { after }),
      };
      const [found, counts] = await Promise.all([store.list(catalog, filter), store.count(catalog)]);
      const page = found.slice(0, limit);
      return { counts, synonyms: page.map(toAnswer), next: found.length > limit ? page.at(-1)!.id : null };
    },
    add: async (catalog, body) => changed(await addSynonym({ store, now }, catalog, toPair(body), by)),
    edit: async (catalog, id, body) => {
      const { synonym, was } = await editSynonym({ store, now }, catalog, id, toPair(body), by);
      return { synonym: await changed(synonym), was };
    },
    preview: async (catalog, { q, ...body }, deadline) => {
      const sides = readSides(body);
      return await preview(catalog, { ...toPair(body), ...sides }, q ?? sides.from, deadline);
    },
    decide: async (catalog, id, decision) => changed(await decideSynonym({ store, now }, catalog, id, decision, by)),
  };
};

const toPair = ({ from, to, two_way }: SynonymBody): Pair => ({
  ...{ from, to },
  kind: two_way ? "two_way" : kindOf(tidy(from)),
});

const toAnswer = ({
  id,
  kind,
  from,
  to,
  status,
  source,
  evidence,
  effect,
  watch,
  by: who,
  ...times
}: Synonym): SynonymAnswer => ({
  // prettier-ignore
  ...{ id, kind, from, to, status, source, by: who },
  evidence: evidence === null ? null : { ...evidence, examples: evidence.examples.map((each) => ({ ...each })) },
  effect:
    effect === null
      ? null
      : {
          ...{ searches: effect.searches, recovered: effect.recovered, displaced: effect.displaced },
          ...{ empty_before: effect.emptyBefore, empty_after: effect.emptyAfter },
          ...{ refound_before: effect.refoundBefore, refound_after: effect.refoundAfter },
          ...{ ndcg_before: effect.ndcgBefore, ndcg_after: effect.ndcgAfter },
        },
  watch: watch === null ? null : { ...watch, worse: watch.worse === true },
  created_at: new Date(times.createdAtMs).toISOString(),
  updated_at: new Date(times.updatedAtMs).toISOString(),
});
