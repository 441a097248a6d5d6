import { bench as clicks } from "./clicks.ts";
import { bench as descriptions } from "./descriptions.ts";
import { bench as descriptionsEffect } from "./descriptions-effect.ts";
import { bench as elastic } from "./elastic.ts";
import { bench as endToEnd } from "./end-to-end.ts";
import { bench as engine } from "./engine.ts";
import { bench as faults } from "./faults.ts";
import { bench as http } from "./http.ts";
import { bench as ingest } from "./ingest.ts";
import { bench as jobs } from "./jobs.ts";
import { bench as judged } from "./judged.ts";
import { bench as learning } from "./learning.ts";
import { bench as overload } from "./overload.ts";
import { bench as parity } from "./parity.ts";
import { bench as scorer } from "./scorer.ts";
import { bench as sabotage } from "./sabotage.ts";
import { bench as soak } from "./soak.ts";
import { bench as synonyms } from "./synonyms.ts";
import { bench as tracing } from "./tracing.ts";
import { bench as training } from "./training.ts";
import type { Benchmark } from "./harness.ts";

/** All benchmarks, in the order of `--list`. */
export const benchmarks: readonly Benchmark[] = [
  scorer,
  engine,
  http,
  endToEnd,
  tracing,
  ingest,
  parity,
  elastic,
  training,
  judged,
  clicks,
  learning,
  sabotage,
  descriptions,
  descriptionsEffect,
  synonyms,
  jobs,
  overload,
  soak,
  faults,
];
