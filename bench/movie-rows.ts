import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { TrainingRows } from "../src/ports/trainer.ts";

/** The judged movies as rows of plain features, parted by what is asked for: no words of a test query were fitted on. */
export interface MovieRows {
  readonly names: readonly string[];
  readonly fit: TrainingRows;
  readonly stop: TrainingRows;
  readonly test: TrainingRows;
}

interface Movie {
  readonly fields: readonly Field[];
  readonly title: string;
  readonly numbers: readonly number[];
}
type Field = ReadonlyMap<string, number> & { length?: number };

const FOLDER = "../shared/data/ltr_movies_elastic";
const FIELDS = ["title", "overview", "tags", "genres", "director", "actors", "characters"] as const;
const NUMBERS = ["votes", "rating", "popularity", "budget", "year"] as const;
const PER_FIELD = ["bm25", "covered", "rarest", "all", "length"] as const;
const OF_TITLE = ["equal", "prefix", "phrase", "share", "words"] as const;

/** @returns null, with the reason printed, where the data is not there */
export function readMovieRows(log: (line: string) => void): MovieRows | null {
  if (!existsSync(`${FOLDER}/movies-corpus.jsonl.gz`)) {
    log(`movies skipped: ${FOLDER} is not there`);
    return null;
  }
  const movies = readMovies();
  const statistics = FIELDS.map((_, field) => statisticsOf([...movies.values()].map((movie) => movie.fields[field]!)));
  const queries = readQueries(movies);
  const slice = (from: number, to: number): TrainingRows =>
    toRows(
      queries.filter(({ part, grades }) => part >= from && part < to && grades.some((grade) => grade > 0)),
      movies,
      statistics,
    );
  return { names: NAMES, fit: slice(0, 6), stop: slice(6, 7), test: slice(7, 10) };
}

const NAMES = [
  ...FIELDS.flatMap((field) => PER_FIELD.map((name) => `${field}.${name}`)),
  ...OF_TITLE.map((name) => `title.${name}`),
  ...NUMBERS,
];

function readMovies(): ReadonlyMap<string, Movie> {
  const lines = gunzipSync(readFileSync(`${FOLDER}/movies-corpus.jsonl.gz`))
    .toString("utf8")
    .trim()
    .split("\n");
  return new Map(
    lines.map((line) => {
      const source = JSON.parse(line) as Record<string, unknown>;
      const text = (name: string): string => [source[name] ?? ""].flat().map(String).join(" ");
      return [
        source["id"] as string,
        {
          fields: FIELDS.map((field) => countWords(wordsOf(text(field)))),
          title: wordsOf(text("title")).join(" "),
          numbers: NUMBERS.map((name) => (typeof source[name] === "number" ? source[name] : NaN)),
        },
      ];
    }),
  );
}

function wordsOf(text: string): readonly string[] {
  return (
    text
      .toLowerCase()
      .normalize("NFKD")
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

function countWords(words: readonly string[]): Field {
  const counts: Map<string, number> & { length?: number } = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  counts.length = words.length;
  return counts;
}

interface Statistics {
  readonly documents: ReadonlyMap<string, number>;
  readonly meanLength: number;
  readonly count: number;
}

function statisticsOf(fields: readonly Field[]): Statistics {
  const documents = new Map<string, number>();
  for (const field of fields) for (const word of field.keys()) documents.set(word, (documents.get(word) ?? 0) + 1);
  const meanLength = fields.reduce((sum, { length = 0 }) => sum + length, 0) / fields.length;
  return { documents, meanLength, count: fields.length };
}

interface Query {
  readonly words: readonly string[];
  readonly ids: string[];
  readonly grades: number[];
  /** 0 to 9, by the set of its words. */
  readonly part: number;
}

function readQueries(movies: ReadonlyMap<string, Movie>): readonly Query[] {
  const queries = new Map<string, Query>();
  const lines = gunzipSync(readFileSync(`${FOLDER}/movies-judgments.tsv.gz`))
    .toString("utf8")
    .trim()
    .split("\n");
  for (const line of lines.slice(1)) {
    const [queryId, text, id, grade] = line.split("\t") as [string, string, string, string];
    if (!movies.has(id)) continue;
    let query = queries.get(queryId);
    if (query === undefined) {
      const words = wordsOf(text);
      const set = [...new Set(words)].sort().join(" ");
      const part = createHash("sha256").update(set).digest().readUInt32LE() % 10;
      queries.set(queryId, (query = { words, ids: [], grades: [], part }));
    }
    query.ids.push(id);
    query.grades.push(Number(grade));
  }
  return [...queries.values()];
}

function toRows(
  queries: readonly Query[],
  movies: ReadonlyMap<string, Movie>,
  statistics: readonly Statistics[],
): TrainingRows {
  const count = queries.reduce((sum, { ids }) => sum + ids.length, 0);
  const values = new Float32Array(count * NAMES.length);
  let at = 0;
  for (const { words, ids } of queries) {
    for (const id of ids) {
      values.set(valuesOf(words, movies.get(id)!, statistics), at);
      at += NAMES.length;
    }
  }
  const labels = Float32Array.from(queries.flatMap(({ grades }) => grades));
  const groups = Int32Array.from(queries, ({ ids }) => ids.length);
  return { values, columns: NAMES.length, labels, weights: null, groups, positions: null };
}

function valuesOf(query: readonly string[], movie: Movie, statistics: readonly Statistics[]): readonly number[] {
  const title = movie.title.split(" ");
  const text = query.join(" ");
  return [
    ...movie.fields.flatMap((field, i) => textValues(query, field, statistics[i]!)),
    Number(movie.title === text),
    Number(movie.title.startsWith(text)),
    Number(` ${movie.title} `.includes(` ${text} `)),
    title.filter((word) => query.includes(word)).length / title.length,
    query.length,
    ...movie.numbers,
  ];
}

function textValues(query: readonly string[], field: Field, { documents, meanLength, count }: Statistics): number[] {
  const length = field.length ?? 0;
  let bm25 = 0;
  let covered = 0;
  let rarest = 0;
  for (const word of query) {
    const found = field.get(word);
    if (found === undefined) continue;
    const frequency = documents.get(word) ?? 0;
    const idf = Math.log(1 + (count - frequency + 0.5) / (frequency + 0.5));
    bm25 += (idf * found * 2.2) / (found + 1.2 * (0.25 + (0.75 * length) / meanLength));
    covered += 1 / query.length;
    rarest = Math.max(rarest, idf);
  }
  return [bm25, covered, rarest, Number(covered > 0.999), length];
}
