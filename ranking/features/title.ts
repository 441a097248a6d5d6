import type { Feature } from "../feature.ts";

/**
 * Where and how the words stand in the title. A product and its accessory hold the same words: what tells them apart is
 * which of them is the title's head ("laptop bag", "bag for laptops") and what comes after the match.
 */
export const titleFeatures: readonly Feature[] = [
  {
    name: "title.covered",
    group: "title",
    value: ({ title }, { words }) => (words.required === 0 ? 0 : title.covered / words.required),
  },
  {
    name: "title.covered_idf",
    group: "title",
    value: ({ title }, { words }) => (words.idfSum === 0 ? 0 : title.coveredIdf / words.idfSum),
  },
  {
    name: "title.any_reading",
    group: "title",
    value: ({ title }, { words }) => (words.required === 0 ? 0 : title.found / words.required),
  },
  {
    name: "title.matched_share",
    group: "title",
    value: ({ title, facts }) => (facts.titleTerms.length === 0 ? 0 : title.matchedTerms / facts.titleTerms.length),
  },
  { name: "title.prefix", group: "title", value: ({ title }) => title.prefix },
  { name: "title.first_match", group: "title", value: ({ title }) => (title.first === -1 ? NaN : title.first) },
  {
    name: "title.phrase",
    group: "title",
    value: ({ title }, { words }) => (words.count < 2 ? NaN : title.adjacent / (words.count - 1)),
  },
  {
    name: "title.order",
    group: "title",
    value: ({ title }, { words }) => (words.count < 2 ? NaN : title.ordered / words.count),
  },
  { name: "title.head_matched", group: "title", value: ({ title }) => (title.headMatched ? 1 : 0) },
  { name: "title.head_is_last_word", group: "title", value: ({ title }) => (title.headIsLastWord ? 1 : 0) },
  {
    name: "title.after_match",
    group: "title",
    value: ({ title, facts }) => (title.final === -1 ? NaN : facts.titleTerms.length - 1 - title.final),
  },
  {
    name: "title.head_after_last_word",
    group: "title",
    value: ({ title }) => (title.lastWord === -1 ? NaN : title.head - title.lastWord),
  },
  {
    name: "title.beyond_phrase",
    group: "title",
    value: ({ title, facts }) => (title.first === -1 ? NaN : title.first >= facts.titlePhrase ? 1 : 0),
  },
  { name: "title.word_follows", group: "title", value: ({ title }) => title.follows },
  {
    name: "title.numbers",
    group: "title",
    value: ({ title, facts }) => (facts.titleTerms.length === 0 ? 0 : title.numbers / facts.titleTerms.length),
  },
  { name: "title.length", group: "title", value: ({ facts }) => facts.titleTerms.length },
];
