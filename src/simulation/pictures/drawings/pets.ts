import type { Drawing } from "../paint.ts";

export const petDrawings: Readonly<Record<string, Drawing>> = {};
