/** One platform's LightGBM, inside the wheel that the project publishes on the Python package index. */
export interface Wheel {
  readonly file: string;
  /** As pip names it. */
  readonly platform: string;
  readonly sha256: string;
  /** The library's path in the wheel. */
  readonly library: string;
  readonly librarySha256: string;
}

export const VERSION = "4.7.0";

/** `process.platform-process.arch` → its wheel. Nothing that hashes to something else is ever loaded from a cache. */
export const wheels: Readonly<Record<string, Wheel>> = {
  "linux-x64": {
    file: "lightgbm-4.7.0-py3-none-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl",
    platform: "manylinux_2_28_x86_64",
    sha256: "d23e922acd891e77212e4d0fbcee9ba973c96dee479491341d05ba595357ebb7",
    library: "lightgbm/lib/lib_lightgbm.so",
    librarySha256: "573d57e8a2c6290c2271b99b87afa7a802e796eafc9e8d66aefa0913cbc1616a",
  },
  "linux-arm64": {
    file: "lightgbm-4.7.0-py3-none-manylinux2014_aarch64.manylinux_2_17_aarch64.whl",
    platform: "manylinux2014_aarch64",
    sha256: "d4529acec5c6fefe4768302a529707d0ead90f6a6f42df694b856212e09695b8",
    library: "lightgbm/lib/lib_lightgbm.so",
    librarySha256: "05ec49bad350009b9debd36769ef1cced2132cd93abfe3fe0b8aa116c4388052",
  },
  "darwin-arm64": {
    file: "lightgbm-4.7.0-py3-none-macosx_12_0_arm64.whl",
    platform: "macosx_12_0_arm64",
    sha256: "129535462686f274df179133643118c5c5c5667167fe6c3a28d955f0b3c8e868",
    library: "lightgbm/lib/lib_lightgbm.dylib",
    librarySha256: "bc392db609d97730a9ed2acec7a56529b356c03dfad39bebf689523fed7dff18",
  },
  "darwin-x64": {
    file: "lightgbm-4.7.0-py3-none-macosx_10_15_x86_64.whl",
    platform: "macosx_10_15_x86_64",
    sha256: "dfc1cfe8e760387be1e7ba7a214688be21fdff96e4ed9749188f83e1877c2477",
    library: "lightgbm/lib/lib_lightgbm.dylib",
    librarySha256: "a1ed021c00bffbc3fdf8e18944a9ae89b26bf299d81976a35680fec3e1bb7ac5",
  },
  "win32-x64": {
    file: "lightgbm-4.7.0-py3-none-win_amd64.whl",
    platform: "win_amd64",
    sha256: "f42d1e5b32b6f170e606d7c689c6165671da98d7bf37f1addec2623efc8740c9",
    library: "lightgbm/bin/lib_lightgbm.dll",
    librarySha256: "7e366d2e49cd061aac3ab21676b2f99b0c7a758dc3e888d4b23812af1b7d301c",
  },
};
