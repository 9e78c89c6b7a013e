import { ok, type Result } from "../../shared/result";
import { openOdt } from "../import/odt";
import { framed } from "./frame";
import { newSink } from "./markup";
import { writeOdtBody } from "./odt-body";
import { gatherNamedStyles, newOdtStyles } from "./odt-styles";
import { newPictures } from "./pictures";

/** The page of an OpenDocument text (ODT). Fails as `readOdt` does. */
export const pageOfOdt = (bytes: Uint8Array, alive: () => void): Result<string> => {
  const opened = openOdt(bytes);
  if (!opened.ok) return opened;
  const { zip, content } = opened.value;
  const names = new Set(zip.names);
  const part = (name: string): Uint8Array | null => {
    const read = names.has(name) ? zip.read(name) : ok(null);
    return read.ok ? read.value : null;
  };
  const styles = newOdtStyles();
  const named = part("styles.xml");
  if (named !== null) gatherNamedStyles(named, styles);
  alive();
  const pictures = newPictures(part);
  const sink = newSink();
  const written = writeOdtBody(content, { styles, pictures, sink, alive });
  if (!written.ok) return written;
  const { deletions } = written.value;
  return framed(sink, {
    isExact: true,
    format: "OpenDocument text",
    shown: "Its text, tables and pictures as they stand in the file, without the layout of its pages.",
    remarks: [
      ...(styles.hasRunningHeads() ? ["Headers and footers are left out."] : []),
      ...(deletions > 0
        ? [`${deletions} ${deletions === 1 ? "tracked deletion is" : "tracked deletions are"} left out.`]
        : []),
      ...pictures.remarks(),
    ],
  });
};
