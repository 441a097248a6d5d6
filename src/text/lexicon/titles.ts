import { attributeWords } from "./attribute-words.ts";
import { foldPhrase } from "./fold-phrase.ts";
import { NumberList } from "./number-list.ts";
import type { TitleMarks } from "./title-marks.ts";
import { MEASURE, titleWords } from "./title-words.ts";
import type { WordClass } from "./title-words.ts";

export const BREAK = 0;
export const IS_BRAND = 1;
export const IS_VALUE = 2;

/** Titles as word numbers, end to end in one list. Word 0 is a break: punctuation, a measure, a title's end. */
export class Titles {
  /** By word number: as shown (in lower case), folded, class. */
  readonly words: string[] = [""];
  readonly folded: string[] = [""];
  readonly classes: WordClass[] = [MEASURE];
  readonly brands: string[] = [];
  /** Word number × 4 + IS_BRAND or IS_VALUE. */
  private readonly places = new NumberList();
  private readonly ends = new NumberList();
  private readonly groups = new NumberList();
  /** Number of each title's brand, from 1; 0 for none. */
  private readonly brandNumbers = new NumberList();
  private readonly ids = new Map<string, number>();
  private readonly brandIds = new Map<string, number>();

  get length(): number {
    return this.places.length;
  }

  get count(): number {
    return this.ends.length;
  }

  /** @param brand as shown, or undefined */
  add(titles: readonly string[], group: string, brand: string | undefined, marks: TitleMarks): void {
    for (const title of titles) {
      for (const word of titleWords(title)) {
        if (word.breaks) this.places.push(BREAK);
        if (word.class === MEASURE) this.places.push(BREAK);
        else this.push(this.idOf(word.text, word.class), marks);
      }
      this.places.push(BREAK);
    }
    this.ends.push(this.places.length);
    this.groups.push(hash(group));
    this.brandNumbers.push(brand === undefined ? 0 : this.brandId(brand) + 1);
  }

  wordAt(place: number): number {
    return place < this.places.length ? this.places.at(place) >>> 2 : BREAK;
  }

  isMarked(place: number, mark: typeof IS_BRAND | typeof IS_VALUE): boolean {
    return place < this.places.length && (this.places.at(place) & mark) !== 0;
  }

  /** Where title `index` ends, its own places excluded. */
  endOf(index: number): number {
    return this.ends.at(index);
  }

  /** A number for the group of products that title `index` is of. */
  groupOf(index: number): number {
    return this.groups.at(index);
  }

  /** Which of `brands` title `index` is of, or -1. */
  brandOf(index: number): number {
    return this.brandNumbers.at(index) - 1;
  }

  private push(id: number, marks: TitleMarks): void {
    const folded = this.folded[id]!;
    const isValue = attributeWords.has(folded) || holds(marks.values, folded);
    this.places.push(id * 4 + (holds(marks.brand, folded) ? IS_BRAND : isValue ? IS_VALUE : 0));
  }

  private idOf(text: string, wordClass: WordClass): number {
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.words.length;
      this.ids.set(text, id);
      this.words.push(text);
      this.folded.push(foldPhrase(text));
      this.classes.push(wordClass);
    }
    return id;
  }

  private brandId(brand: string): number {
    let id = this.brandIds.get(brand);
    if (id === undefined) {
      id = this.brands.length;
      this.brandIds.set(brand, id);
      this.brands.push(brand.toLowerCase());
    }
    return id;
  }
}

/** `usb-c` is folded to two words. */
function holds(words: ReadonlySet<string>, folded: string): boolean {
  if (words.size === 0) return false;
  return words.has(folded) || (folded.includes(" ") && folded.split(" ").every((word) => words.has(word)));
}

/** FNV-1a, 31 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 1;
}
