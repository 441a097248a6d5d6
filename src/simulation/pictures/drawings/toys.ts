import type { Drawing } from "../paint.ts";

export const toyDrawings: Readonly<Record<string, Drawing>> = {};
