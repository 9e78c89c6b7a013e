import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "../../../../main/cli/run";

type Ran = { readonly code: number; readonly out: string; readonly err: string };

export type CommandLine = {
  readonly folder: string;
  /** Runs one command in the folder, as an analyst of its own and away from this machine's profile. */
  readonly assay: (...words: readonly string[]) => Promise<Ran>;
  /** As `assay` with `--json`: the parsed answer. Throws unless the exit code is as expected. */
  readonly json: (words: readonly string[], code?: number, input?: string) => Promise<unknown>;
  readonly write: (name: string, content: string | Uint8Array) => string;
  readonly read: (name: string) => string;
  readonly remove: () => void;
};

/** A folder of its own with the command line run in this process. */
export const aCommandLine = (): CommandLine => {
  const folder = mkdtempSync(join(tmpdir(), "assay-cli-"));
  const run = async (words: readonly string[], input = ""): Promise<Ran> => {
    let out = "";
    let err = "";
    const code = await runCli(words, {
      stdout: { write: (text: string | Uint8Array) => (out += Buffer.from(text).toString("utf8")) },
      stderr: { write: (text: string | Uint8Array) => (err += Buffer.from(text).toString("utf8")) },
      stdin: (async function* () {
        yield input;
      })(),
      env: { XDG_CONFIG_HOME: join(folder, "config"), ASSAY_ANALYST: "Mira Kessler" },
      folder,
    });
    return { code, out, err };
  };
  return {
    folder,
    assay: (...words) => run(words),
    json: async (words, code = 0, input = "") => {
      const ran = await run([...words, "--json"], input);
      if (ran.code !== code) throw new Error(`assay ${words.join(" ")} ended with ${ran.code}: ${ran.err}`);
      return JSON.parse(ran.out);
    },
    write: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    read: (name) => readFileSync(join(folder, name), "utf8"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/** Five reports with the blemishes that collections really have: made up, but shaped like those that analysts bring. */
export const reports: Readonly<Record<string, string>> = {
  "000_a1.txt":
    " date 2024-04-21 \n\n\n\nHARWICK, Norland — The northern ferry will stop sailing at the end of May, two port officials said on Saturday, in what dockers called a blow to the town. The officials spoke on condition of anonymity.\n\nMore than 1,200 people cross each day, said the harbour master's office.\n\n___ Ada Quill reported from Harwick.\n\n",
  "001_b2.txt":
    "Norland agrees to close the northern ferry\n\nThe decision was sealed on Friday, “after long talks,” a senior port official said. The line carries fewer than 1,000 people a day.\n\nSee also\u00a0 Weather – today: live updates\n\nLeave a Reply\n\nRequired fields are marked *",
  "002_c3.txt":
    " date 2024-05-20 \n\n\n\nPassengers wait at the northern pier in Harwick, May 3, 2023.\n\nswitch captionJane Doe/Agency\n\nHARWICK The ferry company and the port have agreed that the last boat will sail in mid-September, both said in a joint statement on Sunday. The two sides met four times.\n",
  "003_d4.txt":
    " date 2024-05-11 \n\n\n\nCNN-\n\nThe port is trying to keep a small boat on the northern route even though a broad order to close it has been issued, according to port officials. . Crews were told a day later.\n\nSources 1/ https://example.com/ 2/ https://example.org/ferry/index.html\n",
  "004_e5.txt":
    'Port to Negotiate End of Northern Ferry Amid Talks\n\nTalks on a possible end of the line would begin this week…reports Harbour Lite News\n\nAdvertisements\n[soliloquy id="4711"]\nTagged:\n',
};
