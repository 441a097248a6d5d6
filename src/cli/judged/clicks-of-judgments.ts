import { accumulate, type State } from "../../../ranking/state/accumulate.ts";
import { fold } from "../../../ranking/state/fold.ts";
import type { Increment } from "../../domain/counters.ts";
import type { Window } from "./windows.ts";

/**
 * What counters would hold if the judges of these queries had been shoppers: a click on what they found right. Only ever
 * of other folds than the one that is judged or trained on.
 */
export const stateOf = (windows: readonly Window[]): State => accumulate(new Map(), windows.flatMap(clicksOf));

const clicksOf = ({ judged, query, rows }: Window): readonly Increment[] =>
  rows
    .filter(({ candidate }) => (judged.grades.get(candidate.id) ?? 0) > 0)
    .flatMap(({ candidate, facts }) =>
      fold({
        sequence: 0,
        kind: "event",
        event: {
          id: "",
          catalog: "",
          type: TYPES[judged.grades.get(candidate.id)!] ?? "purchase",
          timestampMs: query.nowMs,
          receivedAtMs: query.nowMs,
          user: null,
          session: null,
          queryId: null,
          query: query.tree.text,
          product: {
            id: candidate.id,
            group: candidate.group,
            brand: facts.brand,
            category: facts.category,
            price: facts.price,
          },
          position: null,
          priceMinor: null,
          quantity: null,
          currency: null,
          setAside: null,
          extra: null,
        },
      }),
    );

/** By grade. */
const TYPES: Readonly<Record<number, string>> = { 1: "click", 2: "add_to_cart", 3: "purchase" };
