import { rmSync } from "node:fs";
import { join } from "node:path";

/** electron-builder's hook: the development runtime's loader and setup's mark have no place in the product. */
// biome-ignore lint/style/noDefaultExport: electron-builder looks for the default export
export default function afterPack({ appOutDir }) {
  rmSync(join(appOutDir, "resources/app"), { recursive: true, force: true });
  rmSync(join(appOutDir, "READY"), { force: true });
}
