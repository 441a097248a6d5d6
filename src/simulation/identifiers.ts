import { colours } from "./colours.ts";

/** A GTIN-13 with its check digit, of the range kept for use inside a shop (first digit 2); another number, another GTIN. */
export function gtin13(number: number): string {
  // 11 digits by a step coprime to 10^11: all differ, neighbours look unrelated. Below 2^53 for numbers up to 10^8.
  const digits = `2${String((number * 87_178_291 + 35_742_549_198) % 100_000_000_000).padStart(11, "0")}`;
  let sum = 0;
  for (let at = 0; at < 12; at += 1) sum += (digits.charCodeAt(at) - 48) * (at % 2 === 0 ? 1 : 3);
  return digits + String((10 - (sum % 10)) % 10);
}

/** Up to three capitals of a name: "Harrow & Wren" → "HAR". */
export function letters(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[^A-Za-z]/g, "")
    .slice(0, 3)
    .toUpperCase();
}

/** Three capitals of a colour, another for each: "light grey" → "LGR", "sage" → "SAG", "grey" → "GRE", "green" → "GRN". */
export function colourCode(colour: keyof typeof colours): string {
  return codes.get(colour)!;
}

const codes = new Map<string, string>();
for (const colour of Object.keys(colours)) {
  const [first, second] = colour.toUpperCase().split(" ");
  const code = second === undefined ? first!.slice(0, 3) : first!.slice(0, 1) + second.slice(0, 2);
  const taken = Array.from(codes.values()).includes(code);
  codes.set(colour, taken ? code.slice(0, 2) + first!.slice(-1) : code);
}
