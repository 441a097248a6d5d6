import { defaultMapping } from "../testing/harness.ts";
import { createEventProducts } from "./event-products.ts";

it("says of a product that is kept what it is, also in the call that lets go of all that is kept", async () => {
  const find = (_: string, ids: readonly string[]) =>
    Promise.resolve(
      ids.map((id) =>
        id.startsWith("lamp")
          ? { id, sequence: 1, source: JSON.stringify({ id, title: "Lamp", brand: "Acme" }) }
          : null,
      ),
    );
  const products = createEventProducts({
    store: { find },
    mapping: () => Promise.resolve(defaultMapping),
    now: () => 0,
  });
  expect([...(await products("shop", ["lamp 1"])).keys()]).toEqual(["lamp 1"]);
  await products(
    "shop",
    Array.from({ length: 20_001 }, (_, i) => `unknown ${i}`),
  );
  expect([...(await products("shop", ["lamp 1", "lamp 2"])).keys()]).toEqual(["lamp 1", "lamp 2"]);
});
