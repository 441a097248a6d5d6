import type { Stores } from "../open-engine.ts";

/** Calls a running server with the shop's admin key, as a browser; an answer that says no fails the test. */
export const askStored =
  (url: string, adminKey: string) =>
  async (path: string, method = "GET", body?: object): Promise<unknown> => {
    const headers = { ...browser, authorization: `Bearer ${adminKey}`, "content-type": "application/json" };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await fetch(url + path, init);
    expect([path, response.status < 300]).toEqual([path, true]);
    return await response.json();
  };

// What says it is a program is no shopper, and is not counted.
const browser = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" };

/** Of all that is counted of a product, the sum. */
export const clicksOn = async ({ counters }: Pick<Stores, "counters">, product: string): Promise<number> => {
  const { counters: read } = await counters.read("products", [`p:${product}`]);
  return [...(read[0] ?? [])].reduce((sum, [, count]) => sum + count, 0);
};

export const until = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("It did not come about within 30 s.");
};
