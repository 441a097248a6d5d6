import { WinnowError } from "../../src/domain/errors.ts";

/** @param where `Tree=12 left_child` */
export const invalidModel = (where: string, what: string): WinnowError =>
  new WinnowError("invalid_model", `The model's text cannot be used: ${where}: ${what}.`, {
    where,
    hint: "Train it anew, or save it again with LightGBM 4.6 or later: one class, no linear trees, text unaltered.",
  });
