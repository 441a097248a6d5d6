import type { ModelRecord } from "./model.ts";

/**
 * Whether what was stored as a model's record still is one: a disk that changes a byte may leave JSON with another name or
 * another number in it, which would fail whoever shows it.
 */
export const isModelRecord = (value: unknown): value is ModelRecord => {
  if (!isObject(value)) return false;
  const { window, samples, importance, params } = value;
  return (
    ["version", "catalog", "trainer", "featureSet", "sha256"].every((name) => typeof value[name] === "string") &&
    isCount(value["bytes"]) &&
    isTime(value["createdAtMs"]) &&
    isObject(window) &&
    isTime(window["fromMs"]) &&
    isTime(window["toMs"]) &&
    ["firstSequence", "lastSequence", "searches", "rows", "positives"].every((name) => isCount(window[name])) &&
    isObject(params) &&
    Array.isArray(importance) &&
    importance.every((one) => isObject(one) && typeof one["feature"] === "string" && typeof one["gain"] === "number") &&
    isObject(samples) &&
    isCount(samples["columns"]) &&
    [samples["values"], samples["scores"]].every((list) => Array.isArray(list))
  );
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Farthest that a date can be from 1970, in milliseconds. */
const farthest = 8.64e15;
const isTime = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value) && Math.abs(value) <= farthest;
