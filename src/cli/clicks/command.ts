import type { Command } from "commander";
import type { CatalogMapping } from "../../domain/mapping.ts";
import type { Trainer } from "../../ports/trainer.ts";
import { createAnalyzer } from "../../text/analyzer.ts";
import { isLanguage, stem } from "../../text/stem.ts";
import { formatClicks } from "./clicks-table.ts";
import { evalClicks } from "./eval-clicks.ts";
import { readMovies } from "./movies.ts";

export interface ClicksDeps {
  readonly mapping: () => Promise<CatalogMapping>;
  readonly openTrainer: (onNotice: (message: string) => void) => Promise<Trainer>;
}

/** `winnow eval clicks`. @param evaluation the command `eval` */
export function registerEvalClicks(evaluation: Command, deps: ClicksDeps): void {
  evaluation
    .command("clicks")
    .description(
      "whether the gate's judgment, and what is learned, come near the truth on simulated clicks over judged movies",
    )
    .option("--data <folder>", "where the movies and their judgments are", "../shared/data/ltr_movies_elastic")
    .option("--seed <number>", "of the simulation", "1")
    .option("--json", "print one JSON object")
    .action(async (options: { data: string; seed: string; json?: boolean }) => {
      const say = (line: string): void => void process.stderr.write(`${line}\n`);
      const result = await evalClicks(
        await readMovies(options.data),
        {
          trainer: await deps.openTrainer(say),
          terms: stemmer(await deps.mapping()),
          log: say,
          nowMs: () => performance.now(),
        },
        { seed: Number(options.seed) },
      );
      process.stdout.write(options.json === true ? `${JSON.stringify(result)}\n` : formatClicks(result));
    });
}

/** Text to stems, by the shop's own analyzer. */
export function stemmer({ body, text, language }: CatalogMapping): (text: string) => readonly string[] {
  const analyzer = createAnalyzer(body, text[0]!.analyzer);
  const stemOf = isLanguage(language) ? stem(language) : (term: string) => term;
  const stems = new Map<string, string>();
  return (written) =>
    analyzer.terms(written).map((term) => {
      const known = stems.get(term) ?? stemOf(term);
      stems.set(term, known);
      return known;
    });
}
