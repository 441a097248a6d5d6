import { parentPort, Worker } from "node:worker_threads";
import type { CatalogMapping } from "../../domain/mapping.ts";
import { stepBack } from "../../observe/step-back.ts";
import { createIndexWriter, type IndexWriter } from "./index-writer.ts";
import { mergeParts, partsToMerge } from "./merge-parts.ts";
import { type IndexState, liveDocuments, type OpenPart, type Part } from "./parts.ts";
import type { FromWorker, MergeJob, OpenAnswer, ToWorker, WorkerRequest } from "./protocol.ts";
import { clearTemporary, readSnapshot, writeSnapshot } from "./snapshot.ts";

/*
 * The thread that builds, merges and stores the index of one catalogue. Large merges run in a thread of their own, so
 * that a changed product need not wait for them.
 */
stepBack("background");
const port = parentPort!;
const MERGED_HERE = 2000;

interface Open {
  readonly mapping: CatalogMapping;
  readonly mappingVersion: number;
  readonly file: string;
  readonly writer: IndexWriter;
}

let open: Open | null = null;
let sequence = 0;
let snapshotSequence = 0;
let merging: Promise<void> | null = null;
let writing: Promise<void> | null = null;
let queue = Promise.resolve();

port.on("message", (request: ToWorker) => {
  queue = queue.then(() => answer(request));
});

async function answer({ id, ...request }: ToWorker): Promise<void> {
  try {
    send({ kind: "answer", id, value: await perform(request) });
  } catch (error) {
    send({ kind: "failure", id, message: messageOf(error) });
  }
}

async function perform(request: WorkerRequest): Promise<unknown> {
  switch (request.call) {
    case "open":
      return await start(request);
    case "add":
      open!.writer.add(request.changes);
      return null;
    case "commit":
      open!.writer.commit();
      sequence = request.sequence;
      mergeSmall(open!);
      show();
      mergeLarge(open!);
      writeWhenDue(open!);
      return null;
    case "settle":
      while (merging !== null || writing !== null) await Promise.all([merging, writing]);
      return null;
  }
}

async function start({
  mapping,
  mappingVersion,
  file,
  sequence: stored,
}: WorkerRequest & { call: "open" }): Promise<OpenAnswer> {
  let state: IndexState | null = null;
  let refused: string | null = null;
  await clearTemporary(file).catch(() => undefined); // room that is not given back is no reason not to serve
  try {
    state = await readSnapshot(file);
    if (state !== null && state.mappingVersion !== mappingVersion) throw new Error("it was made by another mapping");
    if (state !== null && state.sequence > stored) throw new Error("it is newer than the store");
  } catch (error) {
    refused = messageOf(error);
    state = null;
  }
  sequence = snapshotSequence = state?.sequence ?? 0;
  open = { mapping, mappingVersion, file, writer: createIndexWriter(mapping, state?.parts ?? []) };
  if (state !== null) show();
  return { sequence, refused };
}

function show(): void {
  send({ kind: "state", state: currentState(open!) });
}

function currentState({ mappingVersion, writer }: Open): IndexState {
  return { sequence, mappingVersion, parts: writer.parts.map(toPart) };
}

function mergeSmall({ mapping, writer }: Open): void {
  for (;;) {
    const small = writer.parts.filter((part) => !busy.has(part.key) && liveDocuments(part) <= MERGED_HERE);
    const inputs = partsToMerge(small).map(toPart);
    if (inputs.length === 0) return;
    writer.replace(inputs, mergeParts(mapping, inputs));
  }
}

/** Keys of parts that the merging thread works on. */
const busy = new Set<number>();

function mergeLarge(current: Open): void {
  if (merging !== null) return;
  const inputs = partsToMerge(current.writer.parts).map(toPart);
  if (inputs.length === 0) return;
  for (const { key } of inputs) busy.add(key);
  merging = mergeElsewhere({ mapping: current.mapping, parts: inputs })
    .then((merged) => {
      busy.clear();
      if (open !== current) return;
      current.writer.replace(inputs, merged);
      show();
    })
    .catch((error: unknown) => send({ kind: "trouble", message: `A merge failed: ${messageOf(error)}` }))
    .finally(() => {
      busy.clear();
      merging = null;
      writeWhenDue(current);
    });
}

function mergeElsewhere(job: MergeJob): Promise<Part> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./merge-worker.js", import.meta.url), { workerData: job });
    worker.once("message", (part: Part) => resolve(part));
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("the merging thread ended early")));
  });
}

/** After a tenth of the products changed: reading a snapshot and replaying fewer changes than that is quick. */
function writeWhenDue(current: Open): void {
  const documents = current.writer.parts.reduce((sum, part) => sum + liveDocuments(part), 0);
  const due = sequence - snapshotSequence >= Math.max(1000, documents / 10);
  if (!due || writing !== null || open !== current) return;
  const state = currentState(current);
  writing = writeSnapshot(current.file, state)
    .then(() => void (snapshotSequence = state.sequence))
    .catch((error: unknown) => send({ kind: "trouble", message: `The snapshot was not written: ${messageOf(error)}` }))
    .finally(() => {
      writing = null;
    });
}

function toPart({ key, segment, lexicon, deleted }: OpenPart): Part {
  return { key, segment, lexicon, deleted };
}

function send(message: FromWorker): void {
  port.postMessage(message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
