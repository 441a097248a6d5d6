import type { Product } from "../src/domain/product.ts";
import { type Lie, lieOf } from "./descriptions-lies.ts";
import { attributesOf, saidBy, shuffled, wordsOf } from "./descriptions-writer.ts";

/** Lies that the checks were not written beside: other kinds, and the same ones in other words. */
export const otherLies: readonly Lie[] = [
  lieOf("number in words", "It has {seven} compartments.", "It lasts for {ninety} minutes.", "A {dozen} come in it."),
  lieOf("year", "It has been made since {1974}.", "This is the version of {2019}.", "It was first sold in {1988}."),
  lieOf("fraction", "It is {½} full.", "Its size is {¾} of others.", "It takes {1/3} of a minute."),
  lieOf("what others say", "{Customers} {love} it.", "It has been {seen} on {television}.", "{Experts} recommend it."),
  lieOf("rank", "It is the {most} sold of its kind.", "It is {number one} in its range.", "No other one is {better}."),
  lieOf("only", "It is the {only} one of its kind.", "You can find it {only} here.", "It is made {once}."),
  lieOf("newness", "It is {new} in the range.", "It is the {latest} version.", "It is an {improved} version."),
  lieOf("age", "It is suited for {all} {ages}.", "It is meant for {adults}.", "It can be used from {birth}."),
  lieOf("care", "You can put it in the {oven}.", "It can be {machine} {washed}.", "{Wipe} it with a {cloth}."),
  lieOf("feel", "It is {soft} to the touch.", "It is {light} to carry.", "It has a {sweet} {smell}."),
  lieOf("power", "It is {rechargeable}.", "It needs no {battery}.", "It is powered by the {sun}."),
  lieOf("ethics", "It is {carbon} neutral.", "It is made under {fair} conditions.", "It is made by {hand}."),
  lieOf("service", "We {ship} it {today}.", "{Assembly} is included.", "It is {free} to try."),
  lieOf("more of it", "It comes with {another} one.", "It includes {both} of them.", "It is made of {two} parts."),
  lieOf("limit", "It is offered for a {short} {time}.", "There are {few} left.", "It is {no longer} made."),
  lieOf("look", "It is {shiny}.", "It has a {matt} finish.", "It comes with a {floral} pattern."),
  {
    kind: "another product's value",
    write(product, random, other) {
      const own = attributesOf(product);
      const said = saidBy(product);
      const fitting = own.flatMap(({ label, value }) => {
        const theirs = attributesOf(other).find((each) => each.label === label)?.value ?? value;
        return label === "yes" || said.includes(theirs.toLowerCase()) ? [] : [`Its ${label} is ${theirs}.`];
      });
      return fitting.length === 0 ? null : random.pick(fitting);
    },
  },
  {
    kind: "another product's attribute",
    write(product, random, other) {
      const said = saidBy(product);
      const theirs = attributesOf(other).filter(
        ({ label, value }) => label !== "yes" && !said.includes(value.toLowerCase()) && !isLabel(product, label),
      );
      if (theirs.length === 0) return null;
      const { label, value } = random.pick(theirs);
      return `The ${label} of it is ${value}.`;
    },
  },
  {
    kind: "what it has, denied",
    write(product, random) {
      const own = attributesOf(product).filter(({ value }) => !/\b(?:no|not|without|free)\b/iu.test(value));
      if (own.length === 0) return null;
      const { label, value } = random.pick(own);
      return random.pick([`Its ${label} is not ${value}.`, `It comes without ${value}.`, `It is free of ${value}.`]);
    },
  },
  {
    kind: "digit moved",
    write(product, random) {
      const found = attributesOf(product).filter(({ value }) => /\d{2}/u.test(value));
      if (found.length === 0) return null;
      const { label, value } = random.pick(found);
      const changed = value.replace(/\d{2,}/u, (digits) => Array.from(digits).reverse().join(""));
      return JSON.stringify(product).includes(changed) ? null : `Its ${label} is ${changed}.`;
    },
  },
  {
    kind: "times",
    write(product, random) {
      const found = attributesOf(product).filter(({ value }) => /^\d/u.test(value));
      if (found.length === 0 || /\bx\b|×/u.test(JSON.stringify(product))) return null;
      const { value } = random.pick(found);
      return random.pick([`It comes with 7 x ${value}.`, `It holds twice ${value}.`, `It has double the ${value}.`]);
    },
  },
  {
    kind: "another brand's name",
    write: (product, random, { brand }) =>
      brand === undefined || JSON.stringify(product).includes(brand)
        ? null
        : random.pick([`It fits products by ${brand}.`, `It looks like one by ${brand}.`, `${brand} designed it.`]),
  },
  {
    kind: "another category",
    write(product, _random, other) {
      const { leaf } = wordsOf(other);
      return leaf === "" || JSON.stringify(product).toLowerCase().includes(leaf.toLowerCase())
        ? null
        : `It belongs to ${leaf}.`;
    },
  },
  {
    kind: "attributes exchanged",
    write(product, random) {
      const own = attributesOf(product).filter(({ label, value }) => label !== "yes" && /^\p{L}+$/u.test(value));
      const [a, b] = shuffled(own, random);
      if (a === undefined || b === undefined || a.value === b.value || a.label === b.label) return null;
      return new RegExp(`\\b${a.value}\\b`, "iu").test(`${product.title} ${b.value}`)
        ? null
        : `It has ${a.value} as its ${b.label}.`;
    },
  },
];

const isLabel = (product: Product, label: string): boolean => attributesOf(product).some((own) => own.label === label);
