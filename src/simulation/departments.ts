import { audio } from "./departments/audio.ts";
import { bagsAccessories } from "./departments/bags-accessories.ts";
import { beauty } from "./departments/beauty.ts";
import { booksStationery } from "./departments/books-stationery.ts";
import { clothing } from "./departments/clothing.ts";
import { computers } from "./departments/computers.ts";
import { furniture } from "./departments/furniture.ts";
import { garden } from "./departments/garden.ts";
import { home } from "./departments/home.ts";
import { kitchen } from "./departments/kitchen.ts";
import { lighting } from "./departments/lighting.ts";
import { pets } from "./departments/pets.ts";
import { phones } from "./departments/phones.ts";
import { shoes } from "./departments/shoes.ts";
import { sports } from "./departments/sports.ts";
import { tools } from "./departments/tools.ts";
import { toys } from "./departments/toys.ts";
import { tvCameras } from "./departments/tv-cameras.ts";
import type { Department } from "./department.ts";

export const departments: readonly Department[] = [
  audio,
  computers,
  phones,
  tvCameras,
  kitchen,
  furniture,
  lighting,
  home,
  garden,
  sports,
  shoes,
  clothing,
  bagsAccessories,
  toys,
  beauty,
  tools,
  booksStationery,
  pets,
];

export const departmentNames: readonly string[] = departments.map(({ name }) => name);
