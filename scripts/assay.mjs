// `npm run assay -- COMMAND ...`: the command line on this machine's Node, after a setup that stays silent when all is there.
import { join } from "node:path";
import { root } from "./lib/project.mjs";
import { runHere } from "./lib/run.mjs";

const setup = await runHere(process.execPath, [join(root, "scripts/setup.mjs"), "--quiet"]);
process.exit(
  setup ||
    (await runHere(process.execPath, [join(root, "out/main/cli.js"), ...process.argv.slice(2)], {
      // Paths are meant relative to the folder where the person typed the command.
      cwd: process.env.INIT_CWD ?? process.cwd(),
    })),
);
