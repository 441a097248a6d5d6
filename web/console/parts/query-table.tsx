import type { VNode } from "preact";
import type { QueryTraffic } from "../../../src/events/traffic-report.ts";
import { percent, whole } from "../format.ts";

interface QueryTableProps {
  readonly title: string;
  readonly queries: readonly QueryTraffic[];
  /** Of queries that found nothing. */
  readonly empty?: boolean;
}

export const QueryTable = ({ title, queries, empty = false }: QueryTableProps): VNode => (
  <section class="panel">
    <h2>{title}</h2>
    {queries.length === 0 ? (
      <p class="quiet">None in this time.</p>
    ) : (
      <table class="queries">
        <thead>
          <tr>
            <th scope="col">Query</th>
            <th scope="col">Searches</th>
            <th scope="col">{empty ? "Found nothing" : "With a click"}</th>
            {!empty && <th scope="col">Bought</th>}
          </tr>
        </thead>
        <tbody>
          {queries.map(({ text, searches, clicked, purchased, zero_results }) => (
            <tr key={text}>
              <th scope="row">
                <a href={`/?${new URLSearchParams({ q: text }).toString()}`}>{text}</a>
              </th>
              <td>{whole(searches)}</td>
              <td>{empty ? whole(zero_results) : percent(clicked / searches, 0)}</td>
              {!empty && <td>{whole(purchased)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
);
