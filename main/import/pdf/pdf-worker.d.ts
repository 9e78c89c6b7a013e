// The half of PDF.js that reads; it ships without types. Imported for what it does: it leaves itself as a global.
declare module "pdfjs-dist/legacy/build/pdf.worker.mjs";
