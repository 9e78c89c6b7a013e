import { ChevronDown, ChevronUp, X } from "lucide-react";
import { type RefObject, useDeferredValue, useEffect, useMemo, useState } from "react";
import { Input, TextField } from "react-aria-components";
import type { Interval } from "../../editor/intervals";
import type { ReaderHandle } from "../../editor/Reader";
import { IconButton } from "../../ui/Button";
import styles from "./FindBar.module.css";

/** Hits painted at most; beyond that a search says "more" rather than slowing the page. */
const maxHits = 2000;

const findAll = (text: string, words: string): Interval[] => {
  const wanted = words.trim();
  if (wanted === "") return [];
  const pattern = new RegExp(
    wanted.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(/\s+/g, "\\s+"),
    "giu",
  );
  const hits: Interval[] = [];
  for (const match of text.matchAll(pattern)) {
    hits.push({ start: match.index, end: match.index + match[0].length });
    if (hits.length === maxHits) break;
  }
  return hits;
};

/** Finds words in the open article: every hit painted, `Enter` and `Shift+Enter` walk them. */
export const FindBar = ({
  text,
  reader,
  onClose,
}: {
  readonly text: string;
  readonly reader: RefObject<ReaderHandle | null>;
  readonly onClose: (at: Interval | null) => void;
}) => {
  const [words, setWords] = useState("");
  const [current, setCurrent] = useState(0);
  const wanted = useDeferredValue(words);
  const hits = useMemo(() => findAll(text, wanted), [text, wanted]);
  const hit = hits[current % Math.max(1, hits.length)] ?? null;

  useEffect(() => {
    const handle = reader.current;
    handle?.paint("find", hits);
    handle?.paint("find-current", hit === null ? [] : [hit]);
    if (hit !== null) handle?.scrollTo(hit);
    return () => {
      handle?.paint("find", []);
      handle?.paint("find-current", []);
    };
  }, [reader, hits, hit]);

  const step = (by: 1 | -1) => {
    if (hits.length > 0) setCurrent((at) => (at + by + hits.length) % hits.length);
  };
  return (
    <search className={styles.bar}>
      <TextField
        aria-label="Find in this article"
        autoFocus
        value={words}
        onChange={(value) => {
          setWords(value);
          setCurrent(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
          if (event.key === "Escape") onClose(hit);
        }}
      >
        <Input className={styles.input ?? ""} placeholder="Find in this article" />
      </TextField>
      <span className={styles.count} aria-live="polite">
        {wanted.trim() === ""
          ? ""
          : hits.length === 0
            ? "nothing found"
            : `${(current % hits.length) + 1} of ${hits.length}${hits.length === maxHits ? " or more" : ""}`}
      </span>
      <IconButton label="Previous" keys="Shift Enter" onPress={() => step(-1)}>
        <ChevronUp size={16} strokeWidth={1.6} />
      </IconButton>
      <IconButton label="Next" keys="Enter" onPress={() => step(1)}>
        <ChevronDown size={16} strokeWidth={1.6} />
      </IconButton>
      <IconButton label="Close" keys="Esc" onPress={() => onClose(hit)}>
        <X size={16} strokeWidth={1.6} />
      </IconButton>
    </search>
  );
};
