import type { Product } from "../domain/product.ts";

export interface Tenant {
  readonly name: string;
  readonly catalog: string;
  /** No answer of another tenant holds any of these, unless the other has sent it. */
  readonly secrets: readonly string[];
}
const tenant = (name: string, catalog: string): Tenant => ({
  ...{ name, catalog },
  secrets: [`${name}zebra`, `${name}brand`, `${name}aisle`, `${name}id-`, `${name}asked`],
});

/** Two shops with a catalogue each, and two sellers that share a third one through keys that carry a filter on `brand`. */
export const tenants = [
  tenant("acme", "acme-shop"),
  tenant("umbra", "umbra-shop"),
  tenant("tyrell", "mall"),
  tenant("weyland", "mall"),
] as const;

export const productsOf = ({ name }: Tenant): Product[] =>
  Array.from({ length: 30 }, (_, i) => ({
    ...{ id: `${name}id-${i}`, title: `Lamp ${name}zebra ${i % 2 === 0 ? "red" : "blue"}`, brand: `${name}brand` },
    ...{ description: `Seen at ${name}`, categories: [`${name}aisle > Lamps`], price: i + 1, currency: "EUR" },
    ...{ in_stock: true, attributes: { colour: [`${name}brand`] } },
  }));

/** Words of others in an answer that its caller has not sent. */
export const leaks = (name: string, sent: string, text: string): readonly string[] =>
  tenants
    .filter((one) => one.name !== name)
    .flatMap(({ secrets }) => secrets)
    .filter((secret) => text.includes(secret) && !sent.includes(secret));
