import { Radio, RadioGroup } from "react-aria-components";
import { blindCopy, everything, ownWork, quotesOnly, type ShareOptions } from "../../../shared/domain/share";
import styles from "./CopyTab.module.css";
import { setShareOptions, useShare } from "./use-share";

type Preset = {
  readonly key: string;
  readonly name: string;
  readonly words: string;
  readonly options: ShareOptions;
};

const presets: readonly Preset[] = [
  {
    key: "everything",
    name: "Everything",
    words: "For a colleague who works on the same project, or a safe copy.",
    options: everything,
  },
  {
    key: "own",
    name: "What I added",
    words: "To send your work back to whoever gave you the articles: they merge it into theirs.",
    options: ownWork,
  },
  {
    key: "blind",
    name: "Blind copy for a second coder",
    words: "Articles and codebook, and nothing of what anybody made of them.",
    options: blindCopy,
  },
  {
    key: "quotes",
    name: "Quotes only",
    words: "Highlights, claims and grades; of the texts only what is quoted.",
    options: quotesOnly,
  },
];

/** The choices that make a preset; the marking is apart from them. */
const sameChoices = (a: ShareOptions, b: ShareOptions): boolean =>
  JSON.stringify({ ...a, marking: "" }) === JSON.stringify({ ...b, marking: "" });

/** What copies are mostly made for. Each sets the form below, where all of it can be changed. */
export const CopyPresets = () => {
  const options = useShare((state) => state.options);
  const chosen = presets.find((preset) => sameChoices(preset.options, options))?.key ?? null;
  return (
    <RadioGroup
      className={styles.presets ?? ""}
      aria-label="What the copy is for"
      orientation="horizontal"
      value={chosen}
      onChange={(key) => {
        const preset = presets.find((candidate) => candidate.key === key);
        if (preset !== undefined) setShareOptions({ ...preset.options, marking: options.marking });
      }}
    >
      {presets.map(({ key, name, words }) => (
        <Radio key={key} value={key} className={styles.preset ?? ""}>
          <span className={styles.presetName}>{name}</span>
          <span className={styles.presetWords}>{words}</span>
        </Radio>
      ))}
    </RadioGroup>
  );
};
