import { useState } from "react";
import type { ClaimsFormat } from "../../../shared/domain/claims-export";
import { beyondWorksheet, cutCellsInWords } from "../../../shared/domain/worksheet";
import { count } from "../../parts/dates";
import { act } from "../../query";
import { Button } from "../../ui/Button";
import { Checkbox } from "../../ui/Checkbox";
import { Modal } from "../../ui/Modal";
import { type Segment, Segments } from "../../ui/Segments";
import { showToast } from "../../ui/toasts";
import { showOverlay, useUi } from "../../ui-state";
import styles from "./ExportDialog.module.css";
import { evidenceOf, useClaimQuery, useClaims } from "./use-claims";

/** Exports what the Claims table shows as CSV or as an Excel workbook; open while the overlay is "export". */
export const ExportDialog = () => {
  const isOpen = useUi((state) => state.overlay === "export");
  return (
    <Modal title="Export claims" isOpen={isOpen} onClose={() => showOverlay("none")} width={480}>
      <ExportForm />
    </Modal>
  );
};

const fileTypes: readonly Segment<"csv" | "xlsx">[] = [
  { key: "csv", label: "CSV table" },
  { key: "xlsx", label: "Excel workbook (.xlsx)" },
];

const guardWords =
  "A spreadsheet runs a cell that begins with = + - or @ as a formula. Normally such a cell gets a ' in front, so that opening the file is safe. Choose raw values only for a program that reads them as they are.";
const workbookWords =
  "Not needed in a workbook: every text in it is marked as text. Nothing is run as a formula, and leading zeros, long numbers and dates stay as they are.";

const ExportForm = () => {
  const { query, clear, isNarrowed } = useClaimQuery();
  const claims = useClaims(query).data?.claims ?? [];
  const [hasHighlights, setHasHighlights] = useState(false);
  const [fileType, setFileType] = useState<"csv" | "xlsx">("csv");
  const [isRawWanted, setIsRawWanted] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const isRaw = isRawWanted && fileType === "csv";
  const isNothing = claims.length === 0 && !hasHighlights;

  const save = async () => {
    setIsBusy(true);
    const format: ClaimsFormat = isRaw ? "raw-csv" : fileType;
    const done = await act("files", "exportClaims", { query, hasHighlights, format });
    setIsBusy(false);
    // Cancelled or failed (which was said): the choices stay for another try.
    if (done === null || done.value === null) return;
    showOverlay("none");
    const { rows, fileName, cutCells } = done.value;
    const said = `Exported ${count(rows, "row")} to ${fileName}`;
    const remarks = [beyondWorksheet(rows, isRaw), cutCellsInWords(cutCells)].filter(
      (remark) => remark !== null,
    );
    showToast(remarks.length === 0 ? said : [said, ...remarks].map((words) => `${words}.`).join(" "));
  };

  return (
    <div className={styles.form}>
      <p className={styles.what}>
        <b>{count(claims.length, "claim")}</b> with {count(evidenceOf(claims), "piece", "pieces")} of
        evidence.{" "}
        {isNarrowed ? (
          <>
            Only what the filters show.{" "}
            <button type="button" className={styles.link} onClick={clear}>
              Clear the filters
            </button>{" "}
            to export every claim.
          </>
        ) : (
          "Every claim of the project."
        )}{" "}
        One row for each piece of evidence, with its quote, grade, source and article.
      </p>
      <Segments label="Save as" segments={fileTypes} value={fileType} onChange={setFileType} />
      <Checkbox
        label="Also tagged highlights without a claim"
        detail="Adds a row for each, with the columns about the claim left empty."
        isOn={hasHighlights}
        onChange={setHasHighlights}
      />
      <Checkbox
        label="Raw values for scripts (no formula guard)"
        detail={fileType === "xlsx" ? workbookWords : guardWords}
        isOn={isRaw}
        isDisabled={fileType === "xlsx"}
        onChange={setIsRawWanted}
      />
      <p className={styles.words}>F and 6 mean “cannot be judged”: leave them out of any average.</p>
      <div className={styles.buttons}>
        <Button onPress={() => showOverlay("none")}>Cancel</Button>
        <Button tone="primary" isDisabled={isBusy || isNothing} onPress={() => void save()}>
          Choose where to save…
        </Button>
      </div>
    </div>
  );
};
