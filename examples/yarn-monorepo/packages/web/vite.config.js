import react from "@vitejs/plugin-react";
import browserslist from "browserslist";
import { browserslistToTargets } from "lightningcss";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  css: { transformer: "lightningcss", lightningcss: { targets: browserslistToTargets(browserslist("defaults")) } },
  build: { cssMinify: "lightningcss" },
  server: { proxy: { "/departures": "http://127.0.0.1:3000" } },
});
