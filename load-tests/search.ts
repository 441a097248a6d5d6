/**
 * k6 run load-tests/search.ts
 *
 * Shoppers who type, look at results and turn pages, arriving at a steady rate whether or not the server keeps up, so
 * that queueing shows. BASE_URL, RATE (searches a second) and DURATION can be set with -e.
 */
import { check } from "k6";
import exec from "k6/execution";
import http from "k6/http";
import { Rate } from "k6/metrics";

const base = __ENV["BASE_URL"] ?? "http://127.0.0.1:3000";
const rate = Number(__ENV["RATE"] ?? "50");
const duration = __ENV["DURATION"] ?? "1m";

const refused = new Rate("refused");

export const options = {
  scenarios: {
    search: {
      executor: "constant-arrival-rate",
      exec: "search",
      rate,
      timeUnit: "1s",
      duration,
      preAllocatedVUs: 50,
      maxVUs: 500,
    },
    autocomplete: {
      executor: "constant-arrival-rate",
      exec: "autocomplete",
      rate: rate * 2,
      timeUnit: "1s",
      duration,
      preAllocatedVUs: 50,
      maxVUs: 500,
    },
  },
  thresholds: {
    "http_req_duration{scenario:search}": ["p(95)<200", "p(99)<400"],
    "http_req_duration{scenario:autocomplete}": ["p(95)<100"],
    checks: ["rate>0.999"],
    refused: ["rate<0.001"],
  },
};

const queries = [
  "wireless headphones",
  "desk lamp",
  "trainers",
  "sofa",
  "wireles headphone",
  "blue jumper",
  "55 inch tv",
  "coffee machine",
  "rucksack",
  "running shoes",
  "garden chair",
  "usb c cable",
  "water bottle",
  "dog bed",
  "notebook a5",
  "face cream",
  "drill",
  "lego",
  "rain jacket",
  "",
];

const pick = (): string => queries[exec.scenario.iterationInTest % queries.length]!;

const get = (path: string, name: string) => {
  const response = http.get(`${base}${path}`, { tags: { name }, headers: { "accept-encoding": "gzip" } });
  refused.add(response.status === 503);
  return response;
};

export function search(): void {
  const page = 1 + (exec.scenario.iterationInTest % 3);
  const filter = exec.scenario.iterationInTest % 4 === 0 ? "&filter.price=10..100" : "";
  const response = get(`/v1/search?q=${encodeURIComponent(pick())}&page=${page}&highlight=true${filter}`, "search");
  check(response, {
    "search answers 200": ({ status }) => status === 200,
    "with exact totals and hits": (answer) => {
      const { total, hits } = answer.json() as { total: number; hits: unknown[] };
      return hits.length <= total;
    },
  });
}

export function autocomplete(): void {
  const query = pick();
  const typed = query.slice(0, 2 + (exec.scenario.iterationInTest % Math.max(1, query.length - 2)));
  const response = get(`/v1/suggest?q=${encodeURIComponent(typed)}`, "suggest");
  check(response, { "suggest answers 200": ({ status }) => status === 200 });
}
