import { sleep } from "k6";
import { Counter, Rate } from "k6/metrics";
import { count, eventOf, newId, tell } from "./shop.ts";

/** Purchases that a shopper's browser has to tell, and those that were acknowledged: the same number, or one was lost. */
const made = new Counter("purchases_made");
const acknowledged = new Counter("purchases_acknowledged");
/** Of those made: what was never acknowledged. */
const lost = new Rate("purchases_lost");
/** Times that one had to be sent again. */
const resent = new Counter("purchases_resent");

export const purchaseThresholds = { purchases_lost: ["rate==0"] };

/** As the client script of the shop does: what is not acknowledged is sent again, later each time, under the same id. */
export const purchase = (): void => {
  const id = `purchase-${newId()}`;
  const event = eventOf("purchase", { id, price: 19.9, quantity: 1, currency: "EUR" });
  made.add(1);
  for (let failures = 0; failures < 8; failures++) {
    const response = tell([event], "purchase");
    count(response, { kind: "purchase" });
    if (response.status === 200) {
      acknowledged.add(1);
      lost.add(false);
      // Whoever runs this looks for them in the log.
      if (__ENV["SUMMARY"] !== undefined) console.log(`acknowledged ${id}`);
      return;
    }
    resent.add(1);
    const asked = Number(response.headers["Retry-After"] ?? "1");
    sleep(Math.max(asked, 2 ** failures * 0.5) * (0.5 + Math.random()));
  }
  lost.add(true);
};
