/** Every kind of picture a demo product can show; its colour and accent are names of ../colours.ts, spaces as hyphens. */
export const pictureKinds: readonly string[] = (
  "headphones earbuds speaker soundbar turntable laptop monitor phone tablet camera tv keyboard mouse cable charger " +
  "pan kettle toaster knife mug plate blender sofa chair table bed shelf cabinet lamp-table lamp-floor pendant bulb " +
  "rug cushion bedding towel candle plant-pot hose spade watering-can ball yoga-mat dumbbell tent bicycle-helmet " +
  "trainer boot sandal slipper t-shirt jumper trousers jacket dress hat backpack handbag wallet watch sunglasses " +
  "blocks teddy puzzle board-game toy-car bottle jar tube brush drill hammer screwdriver saw toolbox " +
  "book notebook pen pet-bed bowl lead hairdryer suitcase scarf router curtains"
).split(" ");
