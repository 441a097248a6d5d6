import { colours } from "../colours.ts";
import { audioDrawings } from "./drawings/audio.ts";
import { bathroomDrawings } from "./drawings/beauty.ts";
import { clothingDrawings } from "./drawings/clothing.ts";
import { computerDrawings } from "./drawings/computers.ts";
import { bagDrawings } from "./drawings/bags.ts";
import { furnitureDrawings } from "./drawings/furniture.ts";
import { gardenDrawings } from "./drawings/garden.ts";
import { homeDrawings } from "./drawings/home.ts";
import { kitchenDrawings } from "./drawings/kitchen.ts";
import { lightingDrawings } from "./drawings/lighting.ts";
import { paperDrawings } from "./drawings/paper.ts";
import { petDrawings } from "./drawings/pets.ts";
import { screenDrawings } from "./drawings/screens.ts";
import { shoeDrawings } from "./drawings/shoes.ts";
import { sportDrawings } from "./drawings/sports.ts";
import { toolDrawings } from "./drawings/tools.ts";
import { toyDrawings } from "./drawings/toys.ts";
import { paintTile, type Drawing } from "./paint.ts";

/**
 * The picture of a demo product.
 *
 * @param name `kind_colour_accent_seed`, spaces in colours as hyphens, seed in base 36: `lamp-table_sage_light-grey_1f`
 * @returns an SVG document of at most 3.5 kB, or null for any other name
 */
export function drawPicture(name: string): string | null {
  const parts = namePattern.exec(name);
  if (parts === null) return null;
  const drawing = drawings.get(parts[1]!);
  const colour = paints.get(parts[2]!);
  const accent = paints.get(parts[3]!);
  if (drawing === undefined || colour === undefined || accent === undefined) return null;
  return paintTile(drawing, colour, accent, parseInt(parts[4]!, 36));
}

const namePattern = /^([a-z-]{1,24})_([a-z-]{1,24})_([a-z-]{1,24})_([0-9a-z]{1,7})$/;

// Maps, since the names come from a URL.
const paints = new Map<string, string>(
  Object.entries(colours).map(([name, paint]) => [name.replaceAll(" ", "-"), paint]),
);

const drawings = new Map<string, Drawing>(
  [
    audioDrawings,
    bathroomDrawings,
    clothingDrawings,
    computerDrawings,
    bagDrawings,
    furnitureDrawings,
    gardenDrawings,
    homeDrawings,
    kitchenDrawings,
    lightingDrawings,
    paperDrawings,
    petDrawings,
    screenDrawings,
    shoeDrawings,
    sportDrawings,
    toolDrawings,
    toyDrawings,
  ].flatMap((group) => Object.entries(group)),
);
