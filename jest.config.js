// Tests run on the compiled output: what is tested is what is shipped, and workers start as they do in production.
// Run with --experimental-vm-modules (npm test sets it), since the output is ECMAScript modules.
export default {
  rootDir: "dist",
  testEnvironment: "node",
  testMatch: ["**/*.test.js"],
  // *.live.test.js need a real server and *.browser.test.js a browser: `.ci/run` calls them by name.
  testPathIgnorePatterns: process.env.WINNOW_TESTS ? [] : ["\\.live\\.test\\.js$", "\\.browser\\.test\\.js$"],
  transform: {},
  testTimeout: 20_000,
};
