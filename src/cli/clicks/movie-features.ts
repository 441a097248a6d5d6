import { indexField } from "./field-index.ts";
import type { Movie, MovieQuery } from "./movies.ts";

export interface MovieFeatures {
  readonly names: readonly string[];
  /** Row-major, movies of the query × names; NaN is unknown. */
  of(query: MovieQuery): Float32Array;
}

/** Numbers of a query and a movie: BM25 and words covered in each field, how the title is written, what the movie is. */
export function movieFeatures(movies: readonly Movie[], terms: (text: string) => readonly string[]): MovieFeatures {
  const fields = Object.entries(textsOf).map(([name, of]) => ({
    name,
    index: indexField(movies.map((movie) => of(movie).flatMap((text) => terms(text)))),
  }));
  const titles = movies.map(({ title }) => terms(title));
  const names = [
    ...fields.flatMap(({ name }) => [`bm25.${name}`, `covered.${name}`]),
    ...["equal", "covered", "run", "start", "words"].map((name) => `title.${name}`),
    "query.words",
    "year.named",
    ...numbers,
  ];
  return {
    names,
    of(query) {
      const words = terms(query.text);
      const rows = new Float32Array(query.movies.length * names.length);
      for (const [row, number] of query.movies.entries()) {
        const movie = movies[number]!;
        const values = [
          ...fields.flatMap(({ index }) => [index.bm25(words, number), index.covered(words, number)]),
          ...titleValues(words, titles[number]!),
          words.length,
          movie.year !== null && words.includes(String(movie.year)) ? 1 : 0,
          ...numbers.map((name) => movie[name] ?? NaN),
        ];
        rows.set(values, row * names.length);
      }
      return rows;
    },
  };
}

const textsOf: Readonly<Record<string, (movie: Movie) => readonly string[]>> = {
  title: ({ title }) => [title],
  overview: ({ overview }) => [overview],
  labels: ({ genres, tags }) => [...genres, ...tags],
  director: ({ director }) => (director === null ? [] : [director]),
  actors: ({ actors }) => actors,
  characters: ({ characters }) => characters,
  all: (movie) => [movie.title, movie.overview, ...movie.genres, ...movie.tags, ...movie.actors, ...movie.characters],
};

const numbers = ["year", "votes", "rating", "popularity", "budget"] as const;

function titleValues(query: readonly string[], title: readonly string[]): readonly number[] {
  const inQuery = title.filter((term) => query.includes(term)).length;
  let run = 0;
  for (let from = 0; from < query.length; from += 1)
    for (let at = 0; at < title.length; at += 1) {
      let length = 0;
      while (from + length < query.length && query[from + length] === title[at + length]) length += 1;
      run = Math.max(run, length);
    }
  const equal = query.length === title.length && query.every((term, i) => term === title[i]);
  const start = title.findIndex((term) => query.includes(term));
  return [
    Number(equal),
    title.length === 0 ? 0 : inQuery / title.length,
    query.length === 0 ? 0 : run / query.length,
    start < 0 ? NaN : start,
    title.length,
  ];
}
