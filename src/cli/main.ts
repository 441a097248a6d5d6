import { Command } from "commander";
import {
  backUp,
  engineProbe,
  findAside,
  mineAside,
  modelIfAny,
  openJobsSurface,
  openKeys,
  openModel,
  openModelTrainer,
  openScratch,
  openStores,
  queueProbe,
  readDefaultMapping,
  readMappingFile,
  readSynonyms,
  restore,
} from "../compose.ts";
import { processConfig, processVariables } from "../config/config.ts";
import { readVersion } from "../config/version.ts";
import { defaultBackfill } from "../backfill/backfill-options.ts";
import type { AnswerStore } from "../ports/answer-store.ts";
import { type BackfillStores, registerBackfill } from "./backfill.ts";
import { registerBackfillSynonyms } from "./backfill-synonyms.ts";
import { registerBackup } from "./backup.ts";
import { registerDemo } from "./demo.ts";
import { doctorProbes } from "./doctor-checks.ts";
import { registerDoctor } from "./doctor.ts";
import { registerEnrichments } from "./enrichments.ts";
import { registerEval } from "./eval.ts";
import { fail } from "./fail.ts";
import { registerImport } from "./import.ts";
import { registerJobs } from "./jobs.ts";
import { registerKeys } from "./keys.ts";
import { registerModels } from "./models.ts";
import { registerServe } from "./serve.ts";
import { registerSynonyms } from "./synonyms.ts";
import { registerTrain } from "./train.ts";

/** The program `winnow`. @param args without the interpreter and the script */
export const runCommand = async (args: readonly string[]): Promise<void> => {
  let debug = false;
  try {
    const config = processConfig();
    debug = config.logLevel === "debug" || config.logLevel === "trace";
    const version = readVersion();
    const program = new Command("winnow").description("Self-hosted shop search").version(version).showHelpAfterError();
    registerServe(program, { config: () => config, version });
    registerKeys(program, {
      async withKeys(work) {
        const stores = await openStores(config);
        try {
          await work(openKeys(stores));
        } finally {
          await stores.close();
        }
      },
    });
    registerModels(program, {
      async withModels(work) {
        const stores = await openStores(config);
        try {
          await work(stores.models);
        } finally {
          await stores.close();
        }
      },
      stdout: process.stdout,
      now: Date.now,
    });
    registerJobs(program, {
      async withJobs(work) {
        const stores = await openStores(config);
        try {
          await using queue = await openJobsSurface(config, stores);
          await work(queue);
        } finally {
          await stores.close();
        }
      },
      stdout: process.stdout,
    });
    registerTrain(program, {
      async withLog(work) {
        const stores = await openStores(config);
        try {
          await work(stores);
        } finally {
          await stores.close();
        }
      },
      openTrainer: (onNotice) => openModelTrainer(config, onNotice),
      ...{ stdout: process.stdout, stderr: process.stderr, now: Date.now },
    });
    const backfill = {
      async withStores(work: (stores: BackfillStores) => Promise<void>) {
        const stores = await openStores(config);
        try {
          await work({ ...stores, findNow: findAside({ stores, own: await readSynonyms() }) });
        } finally {
          await stores.close();
        }
      },
      openModel: (answers: AnswerStore) => openModel(config, answers),
      tone: config.languageModel?.tone ?? defaultBackfill.tone,
      ...{ stdout: process.stdout, stderr: process.stderr, now: Date.now },
    };
    registerBackfill(program, backfill);
    registerEnrichments(program, backfill);
    registerBackfillSynonyms(program, {
      async mine(options, budget, run) {
        const stores = await openStores(config, options.catalog);
        try {
          const model = modelIfAny(config, stores.answers)?.limited(budget) ?? null;
          return await mineAside({ stores, own: await readSynonyms(), model, now: Date.now }, options, run);
        } finally {
          await stores.close();
        }
      },
      auto: config.synonymsAuto,
      ...{ stdout: process.stdout, stderr: process.stderr },
    });
    registerSynonyms(program, {
      async withSynonyms(work) {
        const stores = await openStores(config);
        try {
          await work(stores.synonyms);
        } finally {
          await stores.close();
        }
      },
      ...{ stdout: process.stdout, now: Date.now },
    });
    registerDemo(program, {
      async withCatalog(catalog, work) {
        const stores = await openStores(config, catalog);
        try {
          await work(stores.products);
        } finally {
          await stores.close();
        }
      },
    });
    registerImport(program, {
      openStore: () => openStores(config),
      readMapping: (file) => (file === null ? readDefaultMapping() : readMappingFile(file)),
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
    });
    registerEval(program, {
      mapping: readDefaultMapping,
      synonyms: readSynonyms,
      openCatalogs: openScratch,
      openTrainer: (onNotice) => openModelTrainer(config, onNotice),
    });
    registerBackup(program, {
      backUp: (to) => backUp(config, to),
      restore: (from, force) => restore(config, from, force),
      dataFolder: config.dataFolder,
      stdout: process.stdout,
    });
    registerDoctor(program, {
      probes: () =>
        doctorProbes({
          config,
          given: processVariables(),
          engine: engineProbe(config),
          queue: queueProbe(config),
          readSynonyms,
          readMapping: readDefaultMapping,
        }),
      stdout: process.stdout,
      setExitCode: (code) => (process.exitCode = code),
    });
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    fail(error, debug);
  }
};
