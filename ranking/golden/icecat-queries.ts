/** Queries whose results are kept as text: heads, phrases, slips, beginnings, codes and measures. */
export const icecatQueries: readonly string[] = [
  "laptop",
  "notebook bag",
  "usb c cable",
  "wireless mouse",
  "docking station",
  "hp laserjet toner",
  "external hard drive",
  "gaming keyboard",
  "projector screen",
  "canon pixma",
  "kensington lock",
  "headphones",
  "rechargeable batteries",
  "network switch 24 port",
  "privacy filter",
  "phone case",
  // Slips.
  "labtop",
  "hp lasrjet",
  "bluetoth speaker",
  "wirless keybord",
  "kensignton lock",
  "phone chargr",
  "logitec mouse",
  "projektor lamp",
  // Two words in one, one word in two.
  "head set",
  "usbhub",
  "lap top case",
  "iphone7",
  // Beginnings.
  "headph",
  "hp pavil",
  "samsung gal",
  // Codes.
  "006R90321",
  "dv7-1211ea",
  "DV71211EA",
  "0884420588030",
  // Measures.
  "55 inch tv",
  '24" monitor',
  "500gb ssd",
  // Too much asked.
  "brother tn-2110 toner",
  "purple leather laptop sleeve",
];
