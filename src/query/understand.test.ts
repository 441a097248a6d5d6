import type { QueryWord } from "../domain/query-tree.ts";
import { testContext, testVocabulary } from "../testing/test-vocabulary.ts";
import { understand } from "./understand.ts";

const vocabulary = testVocabulary(
  20_000,
  {
    laptop: 900,
    laptops: 40,
    labtop: 1,
    notebook: 700,
    bag: 300,
    bags: 20,
    usb: 2000,
    hub: 120,
    c: 800,
    cable: 1500,
    show: 60,
    stopper: 30,
    showstopper: 12,
    headset: 90,
    head: 140,
    set: 160,
    phone: 500,
    charger: 90,
    charge: 230,
    television: 30,
    tv: 200,
    "1000": 300,
    wh: 4,
    "1000xm4": 2,
    "1000xm5": 2,
    hp: 3000,
    laserjet: 600,
    microphone: 80,
    for: 2000,
    the: 2000,
    who: 3,
    touch: 700,
    speakers: 900,
    table: 900,
    leg: 500,
    strainer: 80,
    shirt: 900,
    jelly: 300,
    tell: 900,
    control: 900,
    controls: 300,
    controller: 400,
  },
  { "usb hub": 40, "show stopper": 9, "phone charger": 30, "phone charge": 1 },
);
const context = testContext(vocabulary, "tv, television, telly\nlaptop, notebook\nnotebook bag => laptop bag");
const read = (text: string, typing = false) => understand(text, { ...context, typing });
const alternative = (word: QueryWord | undefined, text: string) =>
  word?.alternatives.find(({ terms }) => terms.join(" ") === text);

describe("understanding a query", () => {
  it("keeps a right word as it is, first and with full weight", () => {
    const { tree, corrected } = read("laptop bag");
    expect(corrected).toBeUndefined();
    expect(tree.words.map(({ alternatives }) => alternatives[0])).toEqual([
      { terms: ["laptop"], kind: "exact", weight: 1 },
      { terms: ["bag"], kind: "exact", weight: 1 },
    ]);
  });

  it("finds other forms of the word below it", () => {
    expect(alternative(read("bag").tree.words[0], "bags")?.kind).toBe("stem");
    expect(alternative(read("bags").tree.words[0], "bag")?.kind).toBe("stem");
  });

  it("corrects an unknown word and says so, in the query as typed", () => {
    const { tree, corrected } = read("HP  lasrjet, bag");
    expect(corrected).toEqual({ from: "HP  lasrjet, bag", to: "HP  laserjet, bag" });
    expect(tree.text).toBe("hp laserjet bag");
    expect(alternative(tree.words[1], "laserjet")?.kind).toBe("typo");
  });

  it("takes the correction that is written next to its neighbour", () => {
    expect(read("phone chargr").corrected?.to).toBe("phone charger");
  });

  it("doubts a known word when it is rare and a neighbour far more common, and finds it as a misspelling that gains nothing by being rare", () => {
    const { tree, corrected } = read("labtop");
    expect(corrected).toEqual({ from: "labtop", to: "laptop" });
    const [meant, typed] = [alternative(tree.words[0], "laptop"), alternative(tree.words[0], "labtop")];
    expect(tree.words[0]?.alternatives[0]).toBe(meant);
    expect(typed?.kind).toBe("typo");
    const idf = (term: string) =>
      Math.log(1 + (20_000.5 - vocabulary.frequency(term)) / (vocabulary.frequency(term) + 0.5));
    expect(typed!.weight * idf("labtop")).toBeLessThan(meant!.weight * idf("laptop"));
  });

  it.each(["couch", "sneakers", "tablet", "lego", "trainers", "skirt"])(
    "takes %j for a word of its own that the shop has not, whatever looks alike",
    (text) => expect(read(`red ${text}`).corrected).toBeUndefined(),
  );

  it("corrects a form nobody wrote when it sounds like a word somebody wrote", () =>
    expect(read("controler").corrected?.to).toBe("controller"));

  it("corrects no word that has synonyms", () => expect(read("telly").corrected).toBeUndefined());

  it.each(["hub", "head", "1001", "hp", "xyz", "wh 1000xm6"])("does not correct %j", (text) =>
    expect(read(text).corrected).toBeUndefined(),
  );

  it("needs one edit from four letters on and two from eight", () => {
    expect(read("lptpo").corrected).toBeUndefined();
    expect(read("micropone").corrected?.to).toBe("microphone");
    expect(read("mikropone").corrected?.to).toBe("microphone");
    expect(read("mikrofone").corrected).toBeUndefined();
  });

  it("completes an unknown last word instead of correcting it, and a known one only while it is being typed", () => {
    expect(alternative(read("usb lapt").tree.words[1], "laptop")?.kind).toBe("prefix");
    expect(read("usb lapt").corrected).toBeUndefined();
    expect(alternative(read("head").tree.words[0], "headset")).toBeUndefined();
    expect(alternative(read("head", true).tree.words[0], "headset")?.kind).toBe("prefix");
  });

  it("completes no word that has something after it", () => {
    expect(read("lapt usb").tree.words[0]?.alternatives.some(({ kind }) => kind === "prefix")).toBe(false);
    expect(read("head ", true).tree.words[0]?.alternatives.some(({ kind }) => kind === "prefix")).toBe(false);
  });

  it("joins two words for both of them and splits one into two", () => {
    const joined = read("show stopper").tree.words;
    expect(joined.map((word) => alternative(word, "showstopper")?.kind)).toEqual(["compound", "compound"]);
    expect(alternative(read("showstopper").tree.words[0], "show stopper")?.kind).toBe("compound");
    expect(alternative(read("usbhub").tree.words[0], "usb hub")?.kind).toBe("compound");
    expect(read("usbhub").corrected).toBeUndefined();
  });

  it("splits an unknown code where its letters meet its digits", () => {
    expect(alternative(read("wh1000xm4").tree.words[0], "wh 1000xm4")?.kind).toBe("compound");
  });

  it("finds synonyms of words and of phrases, of the corrected word too", () => {
    expect(alternative(read("tv").tree.words[0], "television")?.kind).toBe("synonym");
    const phrase = read("notebook bag").tree.words;
    expect(phrase.map((word) => alternative(word, "laptop bag")?.kind)).toEqual(["synonym", "synonym"]);
    expect(alternative(read("televison").tree.words[0], "tv")?.kind).toBe("synonym");
  });

  it("asks for stop words only when there is nothing else", () => {
    expect(read("bag for the laptop").tree.words.map(({ required }) => required)).toEqual([true, false, false, true]);
    expect(read("for the").tree.words.map(({ required }) => required)).toEqual([true, true]);
  });

  it("makes a quoted phrase a condition and takes its words literally", () => {
    const { tree, corrected } = read('"labtop bags" usb');
    expect(tree.phrases).toEqual([["labtop", "bags"]]);
    expect(tree.words[0]?.alternatives).toHaveLength(1);
    expect(corrected).toBeUndefined();
  });

  it("gives an unknown word itself, so that it can be dropped by name", () => {
    expect(read("qqqqqq").tree.words).toMatchObject([{ text: "qqqqqq", alternatives: [{ terms: ["qqqqqq"] }] }]);
  });

  it("keeps every weight in (0, 1] and the exact word first, unless it is misspelt", () => {
    for (const text of ["laptops bag", "labtop", "chargr", "head set", "wh1000xm4", "tv", "lapt"])
      for (const { alternatives } of read(text, true).tree.words) {
        expect(alternatives[0]?.kind).toBe(text === "labtop" ? "typo" : "exact");
        for (const { weight } of alternatives) {
          expect(weight).toBeGreaterThan(0);
          expect(weight).toBeLessThanOrEqual(1);
        }
      }
  });

  it("takes 512 characters without a word of them costing much", () => {
    const { tree } = read("lapto ".repeat(85));
    expect(tree.words.length).toBeLessThanOrEqual(64);
  });
});
