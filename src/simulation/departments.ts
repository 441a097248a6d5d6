import { audio } from "./departments/audio.ts";
import { clothing } from "./departments/clothing.ts";
import { furniture } from "./departments/furniture.ts";
import { kitchen } from "./departments/kitchen.ts";
import type { Department } from "./department.ts";

export const departments: readonly Department[] = [audio, kitchen, furniture, clothing];

export const departmentNames: readonly string[] = departments.map(({ name }) => name);
