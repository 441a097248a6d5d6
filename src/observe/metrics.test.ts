import { createMetrics } from "./metrics.ts";

it("writes Prometheus' text: cumulative buckets, sums, counts, escaped labels", () => {
  const metrics = createMetrics();
  const requests = metrics.counter("requests_total", "Requests.");
  requests.add({ route: "/a", status: 200 });
  requests.add({ route: "/a", status: 200 });
  requests.add({ route: 'b"\\\n', status: 404 });
  const latency = metrics.histogram("seconds", "Time.", [0.1, 1]);
  for (const value of [0.05, 0.1, 0.5, 7]) latency.observe({ route: "/a" }, value);
  metrics.gauge("products", "Products.", () => [[{}, 3]]);
  expect(metrics.text()).toBe(
    [
      "# HELP requests_total Requests.",
      "# TYPE requests_total counter",
      'requests_total{route="/a",status="200"} 2',
      'requests_total{route="b\\"\\\\\\n",status="404"} 1',
      "# HELP seconds Time.",
      "# TYPE seconds histogram",
      'seconds_bucket{route="/a",le="0.1"} 2',
      'seconds_bucket{route="/a",le="1"} 3',
      'seconds_bucket{route="/a",le="+Inf"} 4',
      'seconds_sum{route="/a"} 7.65',
      'seconds_count{route="/a"} 4',
      "# HELP products Products.",
      "# TYPE products gauge",
      "products 3",
      "",
    ].join("\n"),
  );
});

it("counts what comes after five hundred series of a family as one", () => {
  const metrics = createMetrics();
  const requests = metrics.counter("requests_total", "Requests.");
  for (let i = 0; i < 10_000; i++) requests.add({ path: `/${i}` });
  const lines = metrics.text().trim().split("\n");
  expect(lines).toHaveLength(2 + 501);
  expect(lines.at(-1)).toBe('requests_total{otel_metric_overflow="true"} 9500');
});
