import { z } from "zod";

export const CatalogAnswer = z
  .strictObject({
    name: z.string(),
    products: z.int(),
    ready: z.boolean().meta({ description: "Whether it can be searched." }),
    behind: z.int().meta({ description: "Changes acknowledged but not searchable yet." }),
  })
  .meta({ id: "Catalog" });
export type CatalogAnswer = z.infer<typeof CatalogAnswer>;

export const CatalogsAnswer = z.strictObject({ catalogs: z.array(CatalogAnswer) }).meta({ id: "Catalogs" });
export type CatalogsAnswer = z.infer<typeof CatalogsAnswer>;

/** An Elasticsearch index body; its meaning is checked by text/read-mapping. */
export const MappingBody = z
  .looseObject({ mappings: z.record(z.string(), z.unknown()), settings: z.record(z.string(), z.unknown()).optional() })
  .meta({
    id: "Mapping",
    description: "An Elasticsearch index body: settings and mappings, as in mappings/products.json.",
  });
