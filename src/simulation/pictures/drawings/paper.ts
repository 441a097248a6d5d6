import type { Drawing } from "../paint.ts";

export const paperDrawings: Readonly<Record<string, Drawing>> = {};
