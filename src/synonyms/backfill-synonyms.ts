import type { Synonym, SynonymEffect } from "../domain/synonym.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { EventStore } from "../ports/event-store.ts";
import type { SynonymStore } from "../ports/synonym-store.ts";
import { type AskedText, collectTexts } from "./asked-texts.ts";
import { type Candidate, chooseCandidates } from "./choose-candidates.ts";
import { countPairs } from "./count-pairs.ts";
import { type Rule, toRules } from "./live-synonyms.ts";
import { isClearlyGood, isUseful, measureEffect, type Replay } from "./measure-effect.ts";
import { readOutcomes } from "./outcomes.ts";
import { type ReadProducts, readClicked } from "./product-words.ts";
import { readTrails } from "./read-trails.ts";
import { findNames } from "./shop-names.ts";
import { synonymId } from "./synonym-id.ts";
import { watchLive } from "./watch-live.ts";
import type { Words } from "./words.ts";

export interface BackfillSynonymsDeps {
  readonly events: Pick<EventStore, "tail" | "head" | "erasures">;
  readonly store: SynonymStore;
  readonly vocabulary: Pick<Vocabulary, "frequency" | "pairFrequency">;
  readonly words: Words;
  readonly products: ReadProducts;
  readonly replay: Replay;
  /** Of the shop's own file. */
  readonly own: readonly Rule[];
  /** Candidates of a language model, for texts that shoppers gave none for; absent: there is none. */
  readonly suggest?: (texts: readonly AskedText[]) => Promise<readonly ModelCandidate[]>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What nobody has shown yet. */
export type ModelCandidate = Pick<Candidate, "kind" | "from" | "to"> & { readonly evidence: null };

export interface BackfillSynonymsOptions {
  readonly catalog: string;
  /** At most so many new ones. */
  readonly limit: number | null;
  /** Those that are clearly good go live without a person. */
  readonly auto: boolean;
  /** Nothing is kept. */
  readonly dryRun: boolean;
}

export interface BackfillSynonymsReport {
  readonly searches: number;
  readonly candidates: number;
  /** What is new, or has new evidence. */
  readonly synonyms: readonly Synonym[];
  readonly live: number;
  readonly proposed: number;
  /** Live ones that nobody had looked at, taken back since searches for them led to fewer clicks than before. */
  readonly retired: readonly Synonym[];
  /** Candidates that change nothing, or make something worse. */
  readonly useless: number;
  /** The most frequent searches that found nothing, and what they find now, or would by what is proposed. */
  readonly empty: readonly { readonly text: string; readonly searches: number; readonly now: number; readonly proposed: number }[]; // prettier-ignore
}

export interface BackfillSynonymsRun {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number, note: string) => void;
}

/** Replayed of each candidate. */
const TEXTS = 30;
const LISTED = 20;
const MOST = 10_000;

/**
 * Looks in the log for words that shoppers gave up and words that they then got somewhere by, measures what each pair
 * would change, and keeps those that help: live or, until a person has decided, proposed. Done twice it comes to the same.
 *
 * @throws WinnowError as the stores do; the reason of `signal`
 */
export async function backfillSynonyms(
  deps: BackfillSynonymsDeps,
  { catalog, limit, auto, dryRun }: BackfillSynonymsOptions,
  { signal, onProgress }: BackfillSynonymsRun,
): Promise<BackfillSynonymsReport> {
  const { store, words, replay, own, now } = deps;
  const trails = await readTrails(deps.events, {
    ...{ catalog, signal, onProgress: (done, total) => onProgress(done, 2 * total, "the log is read") },
  });
  const stored = await store.list(catalog, { limit: MOST });
  const known = dryRun ? stored : await watchLive({ store, words, now }, stored, trails);
  const texts = collectTexts(trails);
  const termed = texts.map((asked) => ({ asked, terms: ` ${words.terms(asked.text).join(" ")} ` }));
  const textsWith = (from: string) =>
    termed.filter(({ terms }) => terms.includes(` ${from} `)).map(({ asked }) => asked);

  const clicked = await readClicked(deps.products, trails, signal);
  const names = findNames(trails, clicked, words);
  const outcomes = readOutcomes(trails, clicked, names, words);
  const find = (leaveOut: ReadonlySet<string>): readonly (readonly Candidate[])[] => {
    const choose = (explained: readonly Candidate[]) =>
      chooseCandidates(
        countPairs(outcomes, words, explained).filter(
          ({ from, toKey }) => !leaveOut.has(synonymId(from, names.text(toKey) ?? "")),
        ),
        deps.vocabulary,
        names.text,
      );
    // Once to see what explains most, once more to see what is left when that is known.
    return choose(choose([]).flatMap((options) => options.slice(0, 1)));
  };
  const found = find(new Set());
  const covered = (text: string) =>
    found.some(([first]) => ` ${words.terms(text).join(" ")} `.includes(` ${first?.from} `));
  const open = texts.filter(({ text, empty }) => empty > 1 && !covered(text)).sort((a, b) => b.empty - a.empty);
  // A dry run pays for nothing.
  const chosen = dryRun ? [] : await deps.suggest?.(open);
  const candidates = [...found, ...(chosen ?? []).map((one) => [one])];

  const decided = new Map(known.map((one) => [one.id, one]));
  let rules: readonly Rule[] = [...own, ...known.filter(isLive).flatMap(toRules)];
  const kept: Synonym[] = [];
  const useless = new Set<string>();
  const measured = new Set<string>();
  const measure = async (options: readonly (Candidate | ModelCandidate)[]): Promise<void> => {
    for (const one of options) {
      if (kept.some(({ from }) => from === one.from)) return;
      const id = synonymId(one.from, one.to);
      const before = decided.get(id);
      if (measured.has(id) || (before !== undefined && before.status !== "proposed")) continue;
      if (limit !== null && kept.length >= limit) return;
      measured.add(id);
      signal.throwIfAborted();
      onProgress(measured.size, measured.size + candidates.length, `“${one.from}” → “${one.to}” is measured`);
      const effect = await measureEffect(replay, textsWith(one.from).slice(0, TEXTS), {
        ...{ without: rules, with: [...rules, ...toRules(one)] },
      });
      if (isUseful(effect)) {
        await keep(one, effect);
        return;
      }
      useless.add(id);
    }
  };
  const keep = async (one: Candidate | ModelCandidate, effect: SynonymEffect): Promise<void> => {
    const { from, to, kind, evidence } = one;
    const id = synonymId(from, to);
    const before = decided.get(id);
    const status = auto && isClearlyGood(effect, evidence) ? "live" : "proposed";
    const atMs = now();
    const synonym: Synonym = {
      ...{ catalog, id, revision: (before?.revision ?? 0) + 1, kind, from, to, status, evidence, effect, watch: null },
      source: evidence === null ? "model" : "log",
      ...{ by: "backfill", createdAtMs: before?.createdAtMs ?? atMs, updatedAtMs: atMs },
    };
    // Someone else was first: their word holds.
    if (!dryRun && !(await store.save(synonym))) return;
    kept.push(synonym);
    if (status === "live") rules = [...rules, ...toRules(one)];
  };
  for (const candidate of candidates) await measure(candidate);
  // What is of no use may have stood for longer or shorter sequences that are.
  for (let round = 0, before = 0; round < 3 && useless.size > before; round += 1) {
    before = useless.size;
    for (const candidate of find(useless)) await measure(candidate);
  }
  const all = [...rules, ...kept.filter((one) => !isLive(one)).flatMap(toRules), ...known.filter(({ status }) => status === "proposed").flatMap(toRules)]; // prettier-ignore
  const empty = [];
  for (const { text, empty: searches } of texts
    .filter((each) => each.empty > 0)
    .sort((a, b) => b.empty - a.empty)
    .slice(0, LISTED))
    // prettier-ignore
    empty.push({ text, searches, now: (await replay(text, rules)).total, proposed: (await replay(text, all)).total });
  onProgress(1, 1, "done");
  const live = kept.filter(isLive).length;
  const retired = known.filter(({ status, id }) => status === "retired" && stored.some((one) => one.id === id && isLive(one))); // prettier-ignore
  return {
    retired,
    searches: texts.reduce((sum, { count }) => sum + count, 0),
    ...{ candidates: measured.size, synonyms: kept, live, proposed: kept.length - live, useless: useless.size, empty },
  };
}

const isLive = ({ status }: Synonym): boolean => status === "live";
