import type { Enrichment, EnrichmentStatus } from "../domain/enrichment.ts";
import { WinnowError } from "../domain/errors.ts";
import type { Product } from "../domain/product.ts";
import type { EnrichmentStore } from "../ports/enrichment-store.ts";
import type { ProductStore } from "../ports/product-store.ts";
import { checkForm } from "./checks/form-check.ts";
import { ownPart, readFactsSheet } from "./product-facts.ts";
import { showTexts } from "./show-texts.ts";
import { tokensOf } from "./tokens.ts";

export interface DecideDeps {
  /** The enriched one. */
  readonly products: Pick<ProductStore, "find" | "write">;
  readonly enrichments: EnrichmentStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export type Decision =
  /** @property description instead of the model's */
  | { readonly kind: "accept"; readonly description?: string }
  | { readonly kind: "refuse" }
  | { readonly kind: "revert" };

/**
 * A person's word on one text; seen by searches as soon as any write of a product is. Deciding the same again is no
 * error.
 *
 * @param by who decides
 * @throws WinnowError `not_found`, `conflict` (the product has changed since the text was written), `invalid_request`
 */
export async function decideText(
  deps: DecideDeps,
  catalog: string,
  product: string,
  decision: Decision,
  by: string,
): Promise<Enrichment> {
  for (;;) {
    const [before] = await deps.enrichments.find(catalog, [product]);
    if (before == null) {
      throw new WinnowError("not_found", `No model has written anything for the product ${JSON.stringify(product)}.`, {
        hint: "winnow enrichments list, or GET /v1/enrichments",
      });
    }
    const next = await decided(deps, before, decision, by);
    if (next !== before && !(await deps.enrichments.save(next))) continue;
    await showTexts(deps.products, catalog, [product]);
    return next;
  }
}

async function decided(deps: DecideDeps, before: Enrichment, decision: Decision, by: string): Promise<Enrichment> {
  const status = statuses[decision.kind];
  const change = { revision: before.revision + 1, status, by, updatedAtMs: deps.now() };
  if (decision.kind !== "accept") return before.status === status ? before : { ...before, ...change };
  await refuseStale(deps, before);
  const description = decision.description?.trim();
  if (description === undefined || description === before.content.description) {
    return before.status === status ? before : { ...before, ...change };
  }
  const problem = checkForm(description, tokensOf(description), handWritten).find(
    ({ check }) => check === "markup" || check === "length",
  );
  if (problem !== undefined) {
    const says = problem.text === "" ? problem.says : `${problem.says} It has “${problem.text}”.`;
    throw new WinnowError("invalid_request", says, { where: "description" });
  }
  return { ...before, ...change, content: { ...before.content, description }, edited: true };
}

const statuses = { accept: "applied", refuse: "refused", revert: "reverted" } as const satisfies Record<
  Decision["kind"],
  EnrichmentStatus
>;

/** A person may say what no check could allow, but not in HTML. */
const handWritten = { language: "any", shortest: 1, longest: 5000 };

async function refuseStale({ products }: DecideDeps, { catalog, product, provenance }: Enrichment): Promise<void> {
  const [stored] = await products.find(catalog, [product]);
  const hash = stored == null ? null : readFactsSheet(ownPart(JSON.parse(stored.source) as Product)).hash;
  if (hash === provenance.sourceHash) return;
  throw new WinnowError(
    "conflict",
    hash === null ? "The product is gone." : "The product has changed since this was written.",
    {
      hint: "winnow backfill descriptions writes it anew.",
    },
  );
}

const PAGE = 500;

/**
 * Takes back all that is shown, or one run's; what waits for a person is refused with it.
 *
 * @returns how many texts
 */
export async function revertTexts(
  { products, enrichments, now }: DecideDeps,
  catalog: string,
  { batch, by }: { readonly batch: string | null; readonly by: string },
): Promise<number> {
  let [reverted, after] = [0, ""];
  for (;;) {
    const page = await enrichments.list(catalog, {
      limit: PAGE,
      ...(batch !== null && { batch }),
      ...(after !== "" && { after }),
    });
    if (page.length === 0) return reverted;
    after = page.at(-1)!.product;
    for (const { product } of page) {
      for (;;) {
        const [current] = await enrichments.find(catalog, [product]);
        if (current == null || (batch !== null && current.provenance.batch !== batch)) break;
        if (current.status !== "applied" && current.status !== "proposed") break;
        const status = current.status === "applied" ? "reverted" : "refused";
        if (!(await enrichments.save({ ...current, revision: current.revision + 1, status, by, updatedAtMs: now() })))
          continue;
        reverted++;
        break;
      }
    }
    // All of them: one that was reverted before a crash may still be shown.
    await showTexts(products, catalog, page.map(({ product }) => product)); // prettier-ignore
  }
}
