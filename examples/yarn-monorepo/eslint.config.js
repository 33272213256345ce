import js from "@eslint/js";
import { importX } from "eslint-plugin-import-x";
import jsxA11y from "eslint-plugin-jsx-a11y";
import react from "eslint-plugin-react";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import typescript from "typescript-eslint";

// oxlint-disable-next-line import/no-default-export -- ESLint asks for it
export default [
  { ignores: ["**/dist/", ".yarn/", ".pnp.*"] },
  js.configs.recommended,
  { languageOptions: { globals: globals.node } },
  {
    plugins: { "import-x": importX },
    rules: { "import-x/no-duplicates": "error", "import-x/no-self-import": "error" },
  },
  ...typescript.configs.recommended,
  {
    files: ["packages/web/**"],
    ...react.configs.flat["jsx-runtime"],
    settings: { react: { version: "19" } },
    languageOptions: { ...react.configs.flat["jsx-runtime"].languageOptions, globals: globals.browser },
  },
  { files: ["packages/web/**"], ...jsxA11y.flatConfigs.recommended },
  { files: ["packages/web/**"], ...reactHooks.configs.flat.recommended },
];
