import { createMetrics } from "./metrics.ts";
import { createStateMetrics } from "./state-metrics.ts";

const open = () => {
  const metrics = createMetrics();
  let nowMs = 0;
  const state = createStateMetrics(metrics, () => nowMs);
  const read = async () => {
    await state.refresh();
    return metrics
      .text()
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
  };
  return { state, read, wait: (ms: number) => (nowMs += ms) };
};

it("asks the queue once in five seconds, whoever asks for metrics", async () => {
  const { state, read, wait } = open();
  let asked = 0;
  state.add({ jobs: () => Promise.resolve([{ name: "retrain", counts: { waiting: ++asked } }]) });
  expect(await read()).toEqual(['winnow_jobs{name="retrain",state="waiting"} 1']);
  wait(4999);
  expect(await Promise.all([read(), read()])).toEqual([await read(), await read()]);
  expect(asked).toBe(1);
  wait(1);
  await Promise.all([read(), read()]);
  expect(asked).toBe(2);
});

it("leaves out what cannot be asked, instead of showing what was", async () => {
  const { state, read, wait } = open();
  let gone = false;
  const behind = () =>
    gone ? Promise.reject(new Error("gone")) : Promise.resolve([{ catalog: "products", entries: 3, staleMs: 1500 }]);
  state.add({ behind });
  const series = ['winnow_event_lag{catalog="products"} 3', 'winnow_feature_staleness_seconds{catalog="products"} 1.5'];
  expect(await read()).toEqual(series);
  gone = true;
  wait(5000);
  expect(await read()).toEqual([]);
});

it("answers within a second though the queue never does", async () => {
  const { state, read } = open();
  state.add({ jobs: () => new Promise(() => undefined), breakers: () => [{ target: "elasticsearch", open: true }] });
  const from = performance.now();
  expect(await read()).toEqual(['winnow_breaker_open{target="elasticsearch"} 1']);
  expect(performance.now() - from).toBeGreaterThan(900);
});

it("says which models serve, and shows of many catalogues the fifty largest", async () => {
  const { state, read } = open();
  state.add({
    products: () => Array.from({ length: 80 }, (_, i) => ({ name: `c${i}`, products: i, lag: 0 })),
    models: () => [{ catalog: "products", champion: "m-1", canary: null, refused: 1, suspended: false }],
  });
  const lines = await read();
  expect(lines.filter((line) => line.startsWith("winnow_products{"))).toHaveLength(50);
  expect(lines).toContain('winnow_products{catalog="c79"} 79');
  expect(lines).toContain('winnow_model_info{catalog="products",arm="champion",version="m-1"} 1');
  expect(lines).toContain('winnow_model_refused{catalog="products"} 1');
  expect(lines).toContain('winnow_model_suspended{catalog="products"} 0');
});
