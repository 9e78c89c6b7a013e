import type { Place } from "../../editor/Reader";
import { Kbd } from "../../ui/Kbd";
import styles from "./SelectionToolbar.module.css";

const actions = [
  { id: "highlight", label: "Highlight", keys: "h" },
  { id: "claim", label: "Claim", keys: "c" },
  { id: "tags", label: "Tag", keys: "t" },
  { id: "note", label: "Note", keys: "n" },
] as const;

export type ToolbarAction = (typeof actions)[number]["id"];

/** Height of the bar and its distance from the selection, in pixels. */
const clearance = 46;

/** The small toolbar at a selection: below its end, or above its start when it would leave the page. */
export const SelectionToolbar = ({
  place,
  width,
  isAbove,
  onAction,
}: {
  readonly place: Place;
  /** Width of the text column, within which the bar stays. */
  readonly width: number;
  readonly isAbove: boolean;
  readonly onAction: (action: ToolbarAction) => void;
}) => {
  const left = Math.max(0, Math.min(place.endLeft - 160, width - 330));
  const top = isAbove ? place.top - clearance : place.bottom + 8;
  return (
    <div
      className={styles.bar}
      role="toolbar"
      aria-label="Selected text"
      style={{ transform: `translate(${left}px, ${top}px)` }}
      // The selection must survive the press.
      onPointerDown={(event) => event.preventDefault()}
    >
      {actions.map(({ id, label, keys }) => (
        <button key={id} type="button" aria-keyshortcuts={keys} onClick={() => onAction(id)}>
          {label}
          <Kbd>{keys}</Kbd>
        </button>
      ))}
    </div>
  );
};
