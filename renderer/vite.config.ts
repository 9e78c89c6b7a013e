import { cpSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** What PDF.js reads besides the document: encodings, standard fonts, colours, and code for some kinds of pictures. */
const copyPdfData = {
  name: "copy-pdf-data",
  writeBundle: () => {
    for (const part of ["cmaps", "standard_fonts", "iccs", "wasm"])
      for (const name of readdirSync(`${folder}../node_modules/pdfjs-dist/${part}`)) {
        // Files are served by their endings, and licences have none.
        const ending = name.startsWith("LICENSE") ? ".txt" : "";
        cpSync(
          `${folder}../node_modules/pdfjs-dist/${part}/${name}`,
          `${folder}../out/renderer/pdfjs/${part}/${name}${ending}`,
        );
      }
  },
};

export default defineConfig({
  root: folder,
  base: "./",
  plugins: [react(), copyPdfData],
  build: {
    outDir: `${folder}../out/renderer`,
    emptyOutDir: true,
    target: "chrome130",
    // Fonts and images stay files: the content security policy allows no data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 3000,
    rollupOptions: { input: [`${folder}index.html`, `${folder}pdf-pages/index.html`] },
  },
});
