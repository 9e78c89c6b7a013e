import { Library, MessageSquareQuote, Newspaper, Share2, Tags } from "lucide-react";
import { useOpenConflicts } from "../features/share/use-merge";
import { count } from "../parts/dates";
import { goTo, type Screen, useUi } from "../ui-state";
import styles from "./Rail.module.css";

const places: readonly { screen: Screen; label: string; icon: typeof Library }[] = [
  { screen: "library", label: "Library", icon: Library },
  { screen: "claims", label: "Claims", icon: MessageSquareQuote },
  { screen: "sources", label: "Sources", icon: Newspaper },
  { screen: "tags", label: "Tags", icon: Tags },
  { screen: "share", label: "Share", icon: Share2 },
];

/** Conflicts that wait for a person, beside the way to them. */
const OpenConflicts = () => {
  const open = useOpenConflicts();
  if (open === 0) return null;
  return (
    <span className={styles.waiting} title={`${count(open, "conflict")} to settle`}>
      <span aria-hidden="true">{open > 99 ? "99+" : open}</span>
      <span className="visually-hidden">, {count(open, "conflict")} to settle</span>
    </span>
  );
};

/** The slim navigation rail: `Ctrl+1` to `Ctrl+5`. */
export const Rail = () => {
  const current = useUi(({ screen }) => (screen === "review" ? "library" : screen));
  return (
    <nav className={styles.rail} aria-label="Screens">
      {places.map(({ screen, label, icon: Icon }, index) => (
        <button
          key={screen}
          type="button"
          className={styles.place}
          aria-current={screen === current ? "page" : undefined}
          aria-keyshortcuts={`Control+${index + 1}`}
          onClick={() => goTo(screen)}
        >
          <Icon size={18} strokeWidth={1.6} aria-hidden="true" />
          <span>{label}</span>
          {screen === "share" ? <OpenConflicts /> : null}
        </button>
      ))}
    </nav>
  );
};
