// Builds the worker: one file under one name, after the pages' build, which empties the folder.
import { defineConfig } from "vite";

export default defineConfig({
  build: {
    outDir: "../viauma_maps/assets/visitor",
    emptyOutDir: false,
    target: "es2022",
    modulePreload: false,
    rollupOptions: {
      input: { sw: "src/sw.ts" },
      // A classic script: not every browser takes modules as workers of this kind.
      output: { format: "iife", entryFileNames: "[name].js" },
    },
  },
});
