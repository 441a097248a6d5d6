import { defaultMapping } from "./testing/harness.ts";
import { referenceRetrieval } from "./testing/reference-retrieval.ts";
import { warmUp } from "./warm-up.ts";

const opened = () => {
  const retrieval = referenceRetrieval(defaultMapping, [{ id: "1", title: "Velvet sofa" }]);
  const asked: (string | undefined)[] = [];
  const retrieve: typeof retrieval.retrieve = (request, deadline) => {
    asked.push(request.query?.words.map(({ text }) => text).join(" "));
    return retrieval.retrieve(request, deadline);
  };
  return { retrieval: { ...retrieval, retrieve }, asked };
};

it("asks for everything and for a word that there is, with facets", async () => {
  const { retrieval, asked } = opened();
  await warmUp(retrieval, ["products"]);
  expect(asked).toEqual([undefined, "sofa"]);
});

it("is no reason not to start: neither an engine that fails nor one that is silent", async () => {
  const { retrieval } = opened();
  await warmUp({ ...retrieval, retrieve: () => Promise.reject(new Error("gone")) }, ["products"]);
  const before = performance.now();
  await warmUp({ ...retrieval, retrieve: () => new Promise(() => undefined) }, ["products"], 50);
  expect(performance.now() - before).toBeLessThan(5000);
});
