/** What numbers are counted in: a unit, folded → its short form. */
export const units: ReadonlyMap<string, string> = new Map(
  (
    "mm:millimetre,millimetres,millimeter,millimeters cm:centimetre,centimetres,centimeter,centimeters,zentimeter " +
    "m:metre,metres,meter,meters km:kilometre,kilometres,kilometer,kilometers inch:inches,in,zoll ft:foot,feet " +
    "ml:millilitre,millilitres,milliliter,milliliters l:litre,litres,liter,liters g:gram,grams,gramm mg:milligram,milligrams " +
    "kg:kilogram,kilograms,kilo,kilos lb:lbs,pound,pounds oz:ounce,ounces w:watt,watts kw:kilowatt,kilowatts v:volt,volts " +
    "mah: ah: wh: kwh: hz:hertz khz: mhz: ghz: kb: mb: gb: tb: mp:megapixel,megapixels dpi: fps: rpm: db: bar: psi: " +
    "pack:packs pcs:pieces,piece,stuck h:hour,hours,stunden,stunde min:minute,minutes,minuten s:seconds,second " +
    "year:years,jahr,jahre month:months day:days person:persons,people,personen percent:prozent eur:euro,euros usd:dollar,dollars"
  )
    .split(" ")
    .flatMap((entry) => {
      const [short, longer = ""] = entry.split(":") as [string, string?];
      return [
        [short, short] as const,
        ...longer.split(",").flatMap((each) => (each === "" ? [] : [[each, short] as const])),
      ];
    }),
);
