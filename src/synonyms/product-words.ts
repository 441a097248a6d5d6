import type { Trail } from "./trails.ts";

/** What the shop says of a product. */
export interface ProductWords {
  /** Terms of its title. */
  readonly title: readonly string[];
  /** Terms of its brand; empty when it has none. */
  readonly brand: readonly string[];
  /** Of all that is searched of it. */
  readonly stems: ReadonlySet<string>;
}

/** Groups → what is said of them; one that is gone is not in it. */
export type ReadProducts = (groups: readonly string[]) => Promise<ReadonlyMap<string, ProductWords>>;

/** Those clicked most often. */
const MOST = 50_000;
const BATCH = 500;

/** What the shop says of the products that these shoppers clicked. */
export async function readClicked(
  read: ReadProducts,
  trails: readonly Trail[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ProductWords>> {
  const clicks = new Map<string, number>();
  for (const { searches } of trails)
    for (const { clicked } of searches) for (const group of clicked) clicks.set(group, (clicks.get(group) ?? 0) + 1);
  const groups = [...clicks].sort((a, b) => b[1] - a[1]).slice(0, MOST).map(([group]) => group); // prettier-ignore
  const found = new Map<string, ProductWords>();
  for (let at = 0; at < groups.length; at += BATCH) {
    signal.throwIfAborted();
    for (const [group, said] of await read(groups.slice(at, at + BATCH))) found.set(group, said);
  }
  return found;
}
