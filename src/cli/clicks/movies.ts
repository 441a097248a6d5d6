import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";

export interface Movie {
  readonly id: string;
  readonly title: string;
  readonly overview: string;
  readonly tags: readonly string[];
  readonly genres: readonly string[];
  readonly director: string | null;
  readonly actors: readonly string[];
  readonly characters: readonly string[];
  readonly year: number | null;
  readonly votes: number | null;
  readonly rating: number | null;
  readonly popularity: number | null;
  readonly budget: number | null;
}

/** A query and the movies that people judged for it. */
export interface MovieQuery {
  readonly text: string;
  /** Indices into the movies. */
  readonly movies: Int32Array;
  /** 1 where relevant, else 0. */
  readonly grades: Uint8Array;
}

export interface Movies {
  readonly movies: readonly Movie[];
  readonly queries: readonly MovieQuery[];
}

/** The Metarank movie set as adapted by Elastic: 9,750 movies, 16,279 queries with some 24 binary judgments each. */
export async function readMovies(folder: string): Promise<Movies> {
  const movies: Movie[] = [];
  const numbers = new Map<string, number>();
  for await (const line of lines(join(folder, "movies-corpus.jsonl.gz"))) {
    const movie = JSON.parse(line) as Movie;
    numbers.set(movie.id, movies.length);
    movies.push(movie);
  }
  const queries = new Map<string, { readonly text: string; readonly movies: number[]; readonly grades: number[] }>();
  let heading = true;
  for await (const line of lines(join(folder, "movies-judgments.tsv.gz"))) {
    const [id = "", text = "", movie = "", grade = ""] = line.split("\t");
    const number = numbers.get(movie);
    if (!heading && number !== undefined) {
      const query = queries.get(id) ?? { text, movies: [], grades: [] };
      queries.set(id, query);
      query.movies.push(number);
      query.grades.push(Number(grade));
    }
    heading = false;
  }
  return {
    movies,
    queries: [...queries.values()].map((query) => ({
      text: query.text,
      movies: Int32Array.from(query.movies),
      grades: Uint8Array.from(query.grades),
    })),
  };
}

function lines(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Infinity });
}
