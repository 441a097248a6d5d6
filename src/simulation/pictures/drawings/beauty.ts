import type { Drawing } from "../paint.ts";

export const bathroomDrawings: Readonly<Record<string, Drawing>> = {};
