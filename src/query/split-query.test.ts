import { splitQuery } from "./split-query.ts";

describe("a query at its quotes", () => {
  const parts = (text: string) => splitQuery(text).map((part) => (part.quoted ? `[${part.text}]` : part.text.trim()));

  it("takes out quoted phrases, straight or curly", () => {
    expect(parts('red "show stopper" hat')).toEqual(["red", "[show stopper]", "hat"]);
    expect(parts("“usb hub” white")).toEqual(["[usb hub]", "white"]);
  });

  it("leaves inch signs in the text", () => {
    expect(parts('24" monitor 27" stand')).toEqual(['24" monitor 27" stand']);
  });

  it("leaves a quote that is not closed", () => {
    expect(parts('"usb hub')).toEqual(['"usb hub']);
  });

  it("tells where each part starts", () => {
    const text = 'red "show stopper" hat';
    for (const part of splitQuery(text)) expect(text.slice(part.start).startsWith(part.text)).toBe(true);
  });
});
