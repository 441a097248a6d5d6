import type { TextFinding } from "../../domain/enrichment.ts";
import type { Token } from "../tokens.ts";
import type { Place } from "./source-words.ts";
import { isOfLabel, type WordsCheck } from "./words-check.ts";

/** Every number must stand in the product's data, with its unit, and of the same thing. */
export function checkNumbers(check: WordsCheck): readonly TextFinding[] {
  return check.tokens.flatMap((token, at) => {
    if (token.kind === "word") return [];
    const problem = token.kind === "code" ? codeProblem(check, token) : numberProblem(check, token, at);
    return problem === null ? [] : [{ check: "number", says: `“${token.raw}”: ${problem}.`, text: token.raw }];
  });
}

function codeProblem({ source }: WordsCheck, { key }: Token): string | null {
  // Parted differently: WH-1000XM4 and WH1000XM4.
  return source.places(key).length > 0 || source.joined.has(key) ? null : "the product's data have no such number";
}

function numberProblem(check: WordsCheck, token: Token, at: number): string | null {
  const places = check.source.numbers(token.numbers);
  if (places.length === 0) return "the product's data have no such number";
  const next = check.tokens[at + 1];
  const unit = next?.clause === token.clause && isUnit(next, check) ? next.key : null;
  const fitting = unit === null ? places : places.filter((place) => hasUnit(place, unit));
  if (fitting.length === 0) return `the product's data have it, but not in ${next!.raw}`;
  if (!fitting.some((place) => hasFollower(check, place, at + (unit === null ? 1 : 2), unit))) {
    return "the product's data say it of something else";
  }
  return isOfLabel(check, fitting, token, at) ? null : "the product's data say it of something else";
}

/** A word is a unit when it is a usual one, or follows some number in the data. */
function isUnit({ kind, key }: Token, { source }: WordsCheck): boolean {
  if (kind !== "word") return false;
  return units.has(key) || source.places(key).some(({ tokens, at }) => tokens[at - 1]?.kind === "number");
}

/** After the number, or in the attribute's name: `weight kg: 2`. */
const hasUnit = ({ tokens, at, labels }: Place, unit: string): boolean =>
  isSameUnit(tokens[at + 1]?.key, unit) || tokens.slice(0, labels).some(({ key }) => isSameUnit(key, unit));

const isSameUnit = (a: string | undefined, b: string): boolean =>
  a !== undefined && (a === b || (units.get(a) ?? a) === (units.get(b) ?? b));

/** "512 GB RAM" is wrong where the data have 16 GB RAM and 512 GB SSD: what follows one number belongs to it. */
function hasFollower({ tokens, source }: WordsCheck, place: Place, next: number, unit: string | null): boolean {
  const word = tokens[next];
  if (word?.kind !== "word" || word.clause !== tokens[next - 1]!.clause) return true;
  const followsNumbers = source.places(word.key).some(({ tokens: there, at }) => followsNumber(there, at));
  if (!followsNumbers) return true;
  const after = place.tokens.slice(place.at + 1, place.at + (unit === null ? 2 : 3));
  return after.some(({ key }) => key === word.key);
}

const followsNumber = (tokens: readonly Token[], at: number): boolean =>
  tokens[at - 1]?.kind === "number" || (tokens[at - 2]?.kind === "number" && units.has(tokens[at - 1]!.key));

/** Unit → its short form. */
const units: ReadonlyMap<string, string> = new Map(
  (
    "mm:millimetre,millimetres,millimeter,millimeters cm:centimetre,centimetres,centimeter,centimeters,zentimeter " +
    "m:metre,metres,meter,meters km:kilometre,kilometres,kilometer,kilometers inch:inches,in,zoll ft:foot,feet " +
    "ml:millilitre,millilitres,milliliter,milliliters l:litre,litres,liter,liters g:gram,grams,gramm mg:milligram,milligrams " +
    "kg:kilogram,kilograms,kilo,kilos lb:lbs,pound,pounds oz:ounce,ounces w:watt,watts kw:kilowatt,kilowatts v:volt,volts " +
    "mah: ah: wh: kwh: hz:hertz khz: mhz: ghz: kb: mb: gb: tb: mp:megapixel,megapixels dpi: fps: rpm: db: bar: psi: " +
    "pack:packs pcs:pieces,piece,stuck h:hour,hours,stunden,stunde min:minute,minutes,minuten s:seconds,second " +
    "year:years,jahr,jahre month:months day:days person:persons,people,personen percent:prozent eur:euro,euros usd:dollar,dollars"
  )
    .split(" ")
    .flatMap((entry) => {
      const [short, longer = ""] = entry.split(":") as [string, string?];
      return [
        [short, short] as const,
        ...longer.split(",").flatMap((each) => (each === "" ? [] : [[each, short] as const])),
      ];
    }),
);
