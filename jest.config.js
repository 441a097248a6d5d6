// Tests run on the compiled output: what is tested is what is shipped, and workers start as they do in production.
// WINNOW_TESTS=browser runs the tests that need Chromium, WINNOW_TESTS=live those that need a real server; the plain
// run needs nothing but Node.
const kind = process.env["WINNOW_TESTS"];

export default {
  rootDir: "dist",
  testEnvironment: "node",
  testMatch: [kind === undefined ? "**/*.test.js" : `**/*.${kind}.test.js`],
  testPathIgnorePatterns: kind === undefined ? ["\\.(live|browser)\\.test\\.js$"] : [],
  transform: {},
  setupFiles: ["<rootDir>/src/testing/dispose-symbols.js"],
  testTimeout: 20_000,
};
