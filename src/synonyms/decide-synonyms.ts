import { WinnowError } from "../domain/errors.ts";
import type { Synonym, SynonymKind, SynonymStatus } from "../domain/synonym.ts";
import type { SynonymStore } from "../ports/synonym-store.ts";
import { synonymId, tidy } from "./synonym-id.ts";

export interface DecideDeps {
  readonly store: Pick<SynonymStore, "find" | "save">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface Pair {
  readonly from: string;
  readonly to: string;
  readonly kind: SynonymKind;
}

/** Of `from` and `to`, in characters. */
const LONGEST = 100;

/** A person's own synonym, live at once; one that was proposed, refused or taken back before is live by their word. @throws WinnowError `invalid_request`, `conflict` */
export async function addSynonym(deps: DecideDeps, catalog: string, pair: Pair, by: string): Promise<Synonym> {
  const { from, to } = readSides(pair);
  const id = synonymId(from, to);
  const before = await deps.store.find(catalog, id);
  const atMs = deps.now();
  const made: Synonym = {
    ...{ evidence: null, effect: null, watch: null, createdAtMs: atMs },
    ...before,
    ...{ catalog, id, kind: pair.kind, from, to, status: "live", source: before?.source ?? "person", by },
    revision: (before?.revision ?? 0) + 1,
    updatedAtMs: atMs,
  };
  if (before?.status === "live" && before.kind === made.kind) return before;
  return await save(deps, made);
}

/**
 * Puts another pair in the place of one: the other is live by a person's word, the one is refused or taken back. The same
 * words in another kind stay one.
 *
 * @returns the other, and what it was before: null where it is new
 * @throws WinnowError `not_found`, `invalid_request`, `conflict`
 */
export async function editSynonym(
  deps: DecideDeps,
  catalog: string,
  id: string,
  pair: Pair,
  by: string,
): Promise<{ readonly synonym: Synonym; readonly was: SynonymStatus | null }> {
  const before = await find(deps, catalog, id);
  const madeId = synonymId(tidy(pair.from), tidy(pair.to));
  const was = (await deps.store.find(catalog, madeId))?.status ?? null;
  // A slip of typing stays one as long as it goes the same way.
  const kind = madeId === id && before.kind === "correction" && pair.kind !== "two_way" ? before.kind : pair.kind;
  // The other first: when the second step fails, shoppers find more rather than nothing, and it may be said again.
  const synonym = await addSynonym(deps, catalog, { ...pair, kind }, by);
  if (madeId !== id && before.status === "live") await decideSynonym(deps, catalog, id, "retire", by);
  if (madeId !== id && before.status === "proposed") await decideSynonym(deps, catalog, id, "refuse", by);
  return { synonym, was };
}

const allowed: Readonly<Record<"accept" | "refuse" | "retire" | "reopen", readonly SynonymStatus[]>> = {
  accept: ["proposed", "refused", "retired"],
  refuse: ["proposed"],
  retire: ["live"],
  reopen: ["live", "refused", "retired"],
};
const became = { accept: "live", refuse: "refused", retire: "retired", reopen: "proposed" } as const;

export type Decision = keyof typeof became;

/** A person's word; given twice it is the same. @throws WinnowError `not_found`, `conflict` */
export async function decideSynonym(
  deps: DecideDeps,
  catalog: string,
  id: string,
  decision: Decision,
  by: string,
): Promise<Synonym> {
  const before = await find(deps, catalog, id);
  const status = became[decision];
  if (before.status === status) return before;
  if (!allowed[decision].includes(before.status))
    throw new WinnowError("conflict", `“${before.from}” → “${before.to}” is ${before.status}.`, {
      where: "id",
      hint: decision === "refuse" ? "A live one is taken back by retire." : "Look at its status first.",
    });
  return await save(deps, { ...before, status, by, revision: before.revision + 1, updatedAtMs: deps.now() });
}

async function find({ store }: DecideDeps, catalog: string, id: string): Promise<Synonym> {
  const found = await store.find(catalog, id);
  if (found !== null) return found;
  throw new WinnowError("not_found", `There is no synonym ${id.slice(0, 40)} in ${catalog}.`, {
    where: "id",
    hint: "winnow synonyms list, or GET /v1/synonyms, shows them.",
  });
}

async function save({ store }: DecideDeps, synonym: Synonym): Promise<Synonym> {
  if (await store.save(synonym)) return synonym;
  throw new WinnowError("conflict", "Someone else decided on it at the same time.", {
    where: "id",
    hint: "Read it again, and say it once more if it is still meant.",
  });
}

/** As they are kept. @throws WinnowError `invalid_request` */
export function readSides(pair: Pick<Pair, "from" | "to">): Pick<Pair, "from" | "to"> {
  const [from, to] = [readSide(pair.from, "from"), readSide(pair.to, "to")];
  if (from !== to) return { from, to };
  throw new WinnowError("invalid_request", "Both sides are the same.", { where: "to", hint: "Give another word." });
}

function readSide(text: string, where: string): string {
  const clean = tidy(text);
  if (clean !== "" && clean.length <= LONGEST && !/[\n\r=>]/u.test(clean)) return clean;
  throw new WinnowError("invalid_request", `“${text.slice(0, 50)}” is no word or phrase.`, {
    where,
    hint: `Give 1 to ${LONGEST} characters, without => and line ends.`,
  });
}
