import type { Drawing } from "../paint.ts";

export const toolDrawings: Readonly<Record<string, Drawing>> = {};
