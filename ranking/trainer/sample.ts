import { seededRandom } from "../metrics/random.ts";

/** Draws `share` of 0 … count - 1, at least one, ascending. */
export function drawSome(count: number, share: number, seed: number): Int32Array {
  const wanted = Math.max(1, Math.round(count * share));
  const out = new Int32Array(wanted);
  if (wanted >= count) return out.map((_, i) => i);
  const random = seededRandom(seed);
  // Knuth's selection sampling: each row is taken with the chance that is still needed.
  for (let i = 0, taken = 0; taken < wanted; i++) {
    if (random() * (count - i) < wanted - taken) out[taken++] = i;
  }
  return out;
}

/** @returns 0 … count - 1 that are not among `drawn`, which is ascending */
export function theOthers(count: number, drawn: Int32Array): Int32Array {
  const out = new Int32Array(count - drawn.length);
  for (let i = 0, at = 0, made = 0; i < count; i++) {
    if (drawn[at] === i) at++;
    else out[made++] = i;
  }
  return out;
}
