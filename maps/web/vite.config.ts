// Builds the visitor's pages' scripts and styles into viauma_maps/assets/visitor/.
import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  build: {
    outDir: "../viauma_maps/assets/visitor",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: { embed: "src/embed.ts", map: "src/map.ts", offline: "src/offline.ts", page: "src/page.ts" } },
  },
});
