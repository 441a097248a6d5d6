import type { Drawing } from "../paint.ts";

export const bagDrawings: Readonly<Record<string, Drawing>> = {};
