import type { StoredModel } from "../../domain/model.ts";
import type { CatalogRecord } from "./catalogs.ts";
import { connect } from "./connection.ts";
import { createModelStore } from "./model-store.ts";
import { createNames } from "./names.ts";
import type { ElasticsearchOptions } from "./open-elasticsearch.ts";
import { openRecords } from "./records.ts";

/** The models that are to serve all; changes nothing. @throws WinnowError `engine_unavailable` */
export async function readChampions(options: ElasticsearchOptions): Promise<readonly StoredModel[]> {
  const connection = connect(options);
  try {
    const index = createNames(options.prefix ?? "winnow").records;
    const { status } = await connection.call({ method: "GET", path: `/${index}`, accept: [404] }, { ms: 5000 });
    // It would be made.
    if (status === 404) return [];
    const records = await openRecords(connection, index);
    const models = createModelStore(records, () => Promise.resolve());
    const catalogs = await records.list<CatalogRecord>("catalog");
    const champions = await Promise.all(
      catalogs.map(async ({ name: catalog }) => ({ catalog, version: (await models.pointer(catalog)).champion })),
    );
    return await Promise.all(
      champions.flatMap(({ catalog, version }) => {
        if (version === null) return [];
        const read = [models.find(catalog, version), models.text(catalog, version)] as const;
        return [Promise.all(read).then(([record, text]) => ({ catalog, version, record, text }))];
      }),
    );
  } finally {
    await connection.close();
  }
}
