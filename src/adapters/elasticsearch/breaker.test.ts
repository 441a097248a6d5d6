import { createBreaker } from "./breaker.ts";
import { createRetryBudget } from "./retry-budget.ts";

describe("the breaker", () => {
  it("lets calls through until five in a row have failed, then one every so often, then all", () => {
    let nowMs = 0;
    const breaker = createBreaker(() => nowMs);
    for (let i = 0; i < 5; i++) {
      expect(breaker.waitMs()).toBe(0);
      breaker.failed();
    }
    expect(breaker.waitMs()).toBe(500);
    nowMs = 500;
    expect(breaker.waitMs()).toBe(0); // the probe
    expect(breaker.waitMs()).toBe(500);
    breaker.failed();
    expect(breaker.waitMs()).toBe(1000);
    nowMs = 1500;
    expect(breaker.waitMs()).toBe(0);
    breaker.succeeded();
    expect(breaker.waitMs()).toBe(0);
  });
  it("lets one through at once when something else says that the server is back", () => {
    const breaker = createBreaker(() => 0);
    for (let i = 0; i < 100; i++) breaker.failed();
    breaker.tryNow();
    expect(breaker.waitMs()).toBe(0);
    expect(breaker.waitMs()).toBe(500); // the others wait for what becomes of it
    breaker.failed();
    expect(breaker.waitMs()).toBe(5000);
  });
  it("does not open for calls that were lost before the last success", () => {
    let nowMs = 1000;
    const breaker = createBreaker(() => nowMs);
    breaker.succeeded();
    nowMs = 9000;
    for (let i = 0; i < 100; i++) breaker.failed(500);
    expect(breaker.isOpen()).toBe(false);
    for (let i = 0; i < 5; i++) breaker.failed(1000);
    expect(breaker.isOpen()).toBe(true);
  });
  it("does not pause for longer because of calls that were lost before the pause", () => {
    let nowMs = 0;
    const breaker = createBreaker(() => nowMs);
    for (let i = 0; i < 5; i++) breaker.failed();
    nowMs = 400;
    for (let i = 0; i < 100; i++) breaker.failed(-1);
    expect(breaker.waitMs()).toBe(100);
    nowMs = 600;
    expect(breaker.waitMs()).toBe(0); // the probe
    nowMs = 700;
    breaker.failed(600);
    expect(breaker.waitMs()).toBe(1000);
  });
  it("never waits for more than five seconds", () => {
    const breaker = createBreaker(() => 0);
    for (let i = 0; i < 100; i++) breaker.failed();
    expect(breaker.waitMs()).toBe(5000);
  });
});

it("repeats at most a tenth of all calls, and a few", () => {
  const budget = createRetryBudget();
  let retries = 0;
  for (let i = 0; i < 1000; i++) {
    budget.called();
    if (budget.take()) retries++;
  }
  expect(retries).toBeGreaterThan(90);
  expect(retries).toBeLessThanOrEqual(102);
});
