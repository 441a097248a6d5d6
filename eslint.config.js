import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["load-tests/", "dist/", "dist-*/", "node_modules/", "web/dist/", "ranking/model/assembly/", "**/*.cjs"] },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: ["./tsconfig.json", "./web/tsconfig.json"], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Numbers in template strings are how messages and keys are written here.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // Typed arrays are read by index in the hot loops, where an undefined check per element would cost.
      "@typescript-eslint/no-non-null-assertion": "off",
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "Read the environment in src/config only, validated once." },
      ],
    },
  },
  {
    files: ["src/config/**", "src/testing/**", "bench/**", "**/*.test.ts"],
    rules: { "no-restricted-properties": "off" },
  },
);
