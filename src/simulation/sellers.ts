import type { Random } from "./random.ts";

/** The shop itself, then marketplace sellers; all invented. */
const sellers = (
  "Winnow Market|Hollin & Reed|Parcelworth|Bramble Street Stores|The Tidy Depot|Quayside Direct|Northgate Outlet|" +
  "Larkhill Trading|Copperfield Wholesale|Pennyfold|Eastbank Supplies|Millrace Goods|Thistledown Shop|Oakmere Online|" +
  "Fairway Lane|Greywater Trade|Sixpenny Warehouse|Harbour & Hill|Redthorn Retail|Wharfedge"
).split("|");

/** Two thirds of what is sold is the shop's own. */
export function chooseSeller(random: Random): string {
  return random.chance(0.66) ? sellers[0]! : chooseOtherSeller(random);
}

export function chooseOtherSeller(random: Random): string {
  return sellers[1 + Math.floor(random.next() ** 1.5 * (sellers.length - 1))]!;
}
