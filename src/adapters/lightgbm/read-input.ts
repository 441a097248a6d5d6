import { readSync } from "node:fs";
import type { TrainingRows } from "../../ports/trainer.ts";
import type { Job, RowsShape } from "./job.ts";

/** At most what one read takes from the pipe. */
const CHUNK = 1 << 20;

/**
 * Reads the child's standard input without an event loop, since nothing else runs in this process.
 *
 * @throws Error when it ends early: the parent has gone, or gave up
 */
export function openInput(): Input {
  const byte = Buffer.alloc(1);
  return {
    job() {
      const line: number[] = [];
      for (fill(byte); byte[0] !== 10; fill(byte)) line.push(byte[0]!);
      return JSON.parse(Buffer.from(line).toString("utf8")) as Job;
    },
    text: (bytes) => fill(Buffer.alloc(bytes)).toString("utf8"),
    numbers: (count, wide) => floats(count, wide),
    rows(shape) {
      return {
        values: floats(shape.rows * shape.columns, shape.wide),
        columns: shape.columns,
        labels: array(Float32Array, shape.rows),
        weights: shape.weights ? array(Float32Array, shape.rows) : null,
        groups: array(Int32Array, shape.groups),
        positions: shape.positions ? array(Int32Array, shape.rows) : null,
      };
    },
  };
}

export interface Input {
  job(): Job;
  text(bytes: number): string;
  numbers(count: number, wide: boolean): Float32Array | Float64Array;
  rows(shape: RowsShape): TrainingRows;
}

function floats(count: number, wide: boolean): Float32Array | Float64Array {
  return wide ? array(Float64Array, count) : array(Float32Array, count);
}

function array<T extends ArrayBufferView>(type: new (count: number) => T, count: number): T {
  const values = new type(count);
  fill(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  return values;
}

function fill(buffer: Buffer): Buffer {
  let done = 0;
  while (done < buffer.length) {
    const read = readSome(buffer, done);
    if (read === 0) throw new Error("the rows ended early");
    done += read;
  }
  return buffer;
}

function readSome(buffer: Buffer, offset: number): number {
  for (;;) {
    try {
      return readSync(0, buffer, offset, Math.min(CHUNK, buffer.length - offset), null);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      sleep(1); // some platforms hand the pipe over as non-blocking
    }
  }
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));

function sleep(ms: number): void {
  Atomics.wait(sleeper, 0, 0, ms);
}
