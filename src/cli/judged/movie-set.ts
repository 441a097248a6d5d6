import type { JsonObject } from "../../domain/json.ts";
import type { CatalogMapping } from "../../domain/mapping.ts";
import type { Product } from "../../domain/product.ts";
import { readMapping } from "../../text/read-mapping.ts";
import { type Movie, type Movies } from "../clicks/movies.ts";
import type { JudgedSet } from "./judged-set.ts";

/**
 * The movie set as a shop's catalogue: a genre is a category, the director the brand, tags are attributes; actors,
 * characters and three numbers are fields of the shop's own, which its mapping declares.
 */
export function movieSet({ movies, queries }: Movies, standard: CatalogMapping): JudgedSet {
  return {
    name: "Movies",
    mapping: movieMapping(standard),
    products: movies.map(toProduct),
    queries: queries.map(({ text, movies: judged, grades }) => ({
      text,
      grades: new Map([...judged].map((movie, i) => [movies[movie]!.id, grades[i]!])),
    })),
  };
}

function movieMapping({ body }: CatalogMapping): CatalogMapping {
  const own = structuredClone(body) as {
    mappings: { properties: Record<string, JsonObject>; _meta: { winnow: { weights: Record<string, number> } } };
  };
  const { properties, _meta } = own.mappings;
  for (const name of ["actors", "characters"]) {
    properties[name] = { type: "text", analyzer: "text", position_increment_gap: 0 };
    _meta.winnow.weights[name] = 1;
  }
  for (const name of ["budget", "popularity", "year"]) properties[name] = { type: "double" };
  return readMapping(own);
}

function toProduct(movie: Movie): Product {
  const { id, title, overview, tags, genres, director, actors, characters, rating, votes, year } = movie;
  const { popularity, budget } = movie;
  return {
    id,
    title,
    description: overview,
    categories: genres,
    attributes: { tag: tags },
    actors,
    characters,
    ...(director == null ? {} : { brand: director }),
    ...known({ reviews: votes, year, popularity, budget, rating: rating === null ? null : rating / 2 }),
  };
}

function known(numbers: Readonly<Record<string, number | null | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(numbers).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
}
