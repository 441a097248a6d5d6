import { Presets, SingleBar } from "cli-progress";

export interface Bar {
  readonly update: (done: number, total: number) => void;
  readonly stop: () => void;
}

/** A bar with rate and time left on a terminal; nothing where output goes to a file. Appears with its first update. */
export const createBar = (title: string, unit: string): Bar => {
  const bar = new SingleBar(
    {
      format: `  ${title.padEnd(12)} {bar} {percentage}% | {value}/{total} ${unit} | {eta_formatted} left`,
      hideCursor: true,
      clearOnComplete: false,
      noTTYOutput: false,
      fps: 10,
    },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update: (done, total) => {
      if (started) bar.update(done);
      else bar.start(total, done);
      started = true;
    },
    stop: () => {
      if (started) bar.stop();
    },
  };
};
