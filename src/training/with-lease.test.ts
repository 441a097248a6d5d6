import { setTimeout as sleep } from "node:timers/promises";
import { memoryModelStore } from "../testing/memory-model-store.ts";
import { withLease } from "./with-lease.ts";

const store = memoryModelStore();
const never = new AbortController().signal;
const deps = (owner: string, leaseMs = 60) => ({ store, owner, leaseMs, now: Date.now });

describe("a lease", () => {
  it("lets one of two work, and the other when that one is done", async () => {
    const done: string[] = [];
    const work = (owner: string) =>
      withLease(deps(owner), "one", never, async () => {
        await sleep(20);
        done.push(owner);
        return owner;
      });
    expect(await Promise.all([work("a"), work("b")])).toEqual(["a", null]);
    expect(await work("b")).toBe("b");
    expect(done).toEqual(["a", "b"]);
  });

  it("is renewed for as long as the work takes", async () => {
    const long = withLease(deps("a"), "two", never, () => sleep(250));
    await sleep(200);
    expect(await withLease(deps("b"), "two", never, () => Promise.resolve("b"))).toBeNull();
    await long;
  });

  it("of a dead process ends by itself", async () => {
    await store.lease("three", "dead", 40, Date.now());
    expect(await withLease(deps("b"), "three", never, () => Promise.resolve("b"))).toBeNull();
    await sleep(50);
    expect(await withLease(deps("b"), "three", never, () => Promise.resolve("b"))).toBe("b");
  });

  it("that is lost to another stops the work", async () => {
    const stopped = withLease(deps("a"), "four", never, async (signal) => {
      await store.release("four", "a");
      await store.lease("four", "b", 10_000, Date.now());
      await sleep(5000, undefined, { signal }).catch(() => signal.throwIfAborted());
    });
    await expect(stopped).rejects.toMatchObject({ code: "conflict" });
    expect(await store.lease("four", "c", 10, Date.now())).toBe(false);
  });
});
