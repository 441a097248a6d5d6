import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { QueryTraffic } from "../../../src/events/traffic-report.ts";
import { countFound } from "../api/synonyms.ts";
import { whole } from "../format.ts";

interface EmptyQueriesProps {
  readonly catalog: string;
  readonly queries: readonly QueryTraffic[];
}

/** Searches that found nothing, and what the shop finds for them as it stands now; those that it finds by now come last. */
export const EmptyQueries = ({ catalog, queries }: EmptyQueriesProps): VNode => {
  const totals = useTotals(catalog, queries);
  const isFound = ({ text }: QueryTraffic) => (totals.get(text) ?? 0) > 0;
  const found = queries.filter(isFound);
  return (
    <section class="panel">
      <h2>Queries that found nothing</h2>
      {queries.length === 0 ? (
        <p class="quiet">None in this time.</p>
      ) : (
        <table class="queries">
          <thead>
            <tr>
              <th scope="col">Query</th>
              <th scope="col">Found nothing</th>
              <th scope="col">Finds now</th>
            </tr>
          </thead>
          <Rows queries={queries.filter((query) => !isFound(query))} totals={totals} />
          {found.length > 0 && (
            <>
              <tbody>
                <tr>
                  <th scope="rowgroup" colSpan={3} class="query-group">
                    {`${whole(found.length)} of these ${whole(queries.length)} find something by now`}
                  </th>
                </tr>
              </tbody>
              <Rows queries={found} totals={totals} />
            </>
          )}
        </table>
      )}
    </section>
  );
};

type Totals = ReadonlyMap<string, number>;

const Rows = ({ queries, totals }: { queries: readonly QueryTraffic[]; totals: Totals }): VNode => (
  <tbody>
    {queries.map(({ text, zero_results }) => (
      <tr key={text}>
        <th scope="row">
          <a href={`/?${new URLSearchParams({ q: text }).toString()}`}>{text}</a>
        </th>
        <td>{whole(zero_results)}</td>
        <td>{totals.has(text) ? whole(totals.get(text)!) : "…"}</td>
      </tr>
    ))}
  </tbody>
);

/** A synonym that someone accepts meanwhile shows within this time. */
const STALE_MS = 10_000;

/** How many products each query finds, asked one after the other; a query that is not answered keeps what it had. */
const useTotals = (catalog: string, queries: readonly QueryTraffic[]): Totals => {
  const [totals, setTotals] = useState<Totals>(new Map());
  const askedAtMs = useRef(new Map<string, number>());
  const texts = queries.map(({ text }) => text).sort();
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    const isOver = () => over;
    const run = async (): Promise<void> => {
      for (const text of document.visibilityState === "visible" ? texts : []) {
        // The list changes with every search; that is no reason to ask for all of it again.
        if (Date.now() - (askedAtMs.current.get(text) ?? 0) < STALE_MS) continue;
        const total = await countFound(catalog, text).catch(() => null);
        if (isOver()) return;
        askedAtMs.current.set(text, Date.now());
        if (total !== null) setTotals((before) => new Map(before).set(text, total));
      }
      if (!isOver()) timer = setTimeout(() => void run(), STALE_MS / 5);
    };
    void run();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [catalog, texts.join("\n")]);
  return totals;
};
