import { drawPrefix, elasticsearchUrl, removeIndices } from "../../testing/live-elasticsearch.ts";
import { openElasticsearch } from "./open-elasticsearch.ts";

const prefix = drawPrefix();
const open = () => openElasticsearch({ url: elasticsearchUrl(), prefix });
afterAll(() => removeIndices(prefix));

it("opens what it has written, and refuses what a newer winnow has, saying what to do", async () => {
  for (let time = 0; time < 2; time++) await (await open()).close();
  const found = await fetch(`${elasticsearchUrl()}/${prefix}*/_search?expand_wildcards=all`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: { term: { kind: "format" } } }),
  });
  const { hits } = ((await found.json()) as { hits: { hits: { _index: string; _id: string; _source: { json: string } }[] } }).hits; // prettier-ignore
  expect(hits.map(({ _source }) => JSON.parse(_source.json) as unknown)).toEqual([{ format: 1 }]);
  const { _index, _id, _source } = hits[0]!;
  await fetch(`${elasticsearchUrl()}/${_index}/_doc/${encodeURIComponent(_id)}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ..._source, json: JSON.stringify({ format: 99 }) }),
  });
  await expect(open()).rejects.toMatchObject({
    code: "storage_failed",
    message: `The index ${_index} was written by a newer winnow (format 99; this one knows 1).`,
    hint: "Run the newer winnow, or take another ELASTICSEARCH_PREFIX.",
  });
});
