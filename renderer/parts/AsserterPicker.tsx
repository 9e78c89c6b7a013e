import { ChevronDown } from "lucide-react";
import { useMemo, useState } from "react";
import {
  Button,
  ComboBox,
  Header,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Popover,
} from "react-aria-components";
import type { NewAsserter } from "../../shared/domain/claim";
import { useCall } from "../query";
import fieldStyles from "../ui/Field.module.css";
import pickerStyles from "../ui/Picker.module.css";
import styles from "./AsserterPicker.module.css";
import { type AsserterOption, asserterOptions, readAsserter, usedDescriptions } from "./asserters";

const groups = [
  { key: "sources", label: "Sources" },
  { key: "descriptions", label: "Described before" },
  { key: "typed", label: "New" },
] as const;

/**
 * Who is said to have made a claim. Whatever is typed counts at once: a known name or description is taken as
 * that, anything else as the likelier of a new source and a description, which the line below says and switches.
 */
export const AsserterPicker = ({
  value,
  onChange,
  label = "Asserter",
  isLabelHidden = false,
  autoFocus = false,
}: {
  readonly value: NewAsserter | null;
  readonly onChange: (asserter: NewAsserter | null) => void;
  readonly label?: string;
  readonly isLabelHidden?: boolean;
  readonly autoFocus?: boolean;
}) => {
  const sources = useCall("sources", "list", undefined).data ?? [];
  const facets = useCall("claims", "facets", {}).data;
  const descriptions = useMemo(() => usedDescriptions(facets), [facets]);
  /** What is being typed; null once something was chosen or the field was left. */
  const [typed, setTyped] = useState<string | null>(null);
  const [chosenKey, setChosenKey] = useState<string | null>(null);

  const nameOf = (asserter: NewAsserter | null): string => {
    if (asserter === null) return "";
    if ("sourceId" in asserter) return sources.find(({ id }) => id === asserter.sourceId)?.name ?? "";
    return "description" in asserter ? asserter.description : asserter.newSourceName;
  };
  const options = asserterOptions(typed ?? "", sources, descriptions);

  return (
    <div className={styles.picker}>
      <ComboBox
        className={fieldStyles.field ?? ""}
        allowsCustomValue
        defaultFilter={() => true}
        inputValue={typed ?? nameOf(value)}
        value={chosenKey}
        onInputChange={(text) => {
          setTyped(text);
          setChosenKey(null);
          onChange(readAsserter(text, sources, descriptions));
        }}
        onChange={(key) => {
          const option = options.find((candidate) => candidate.key === key);
          if (option === undefined) return;
          setTyped(null);
          setChosenKey(option.key);
          onChange(option.value);
        }}
        onBlur={() => setTyped(null)}
        autoFocus={autoFocus}
        {...(isLabelHidden ? { "aria-label": label } : {})}
      >
        {isLabelHidden ? null : <Label className={fieldStyles.label ?? ""}>{label}</Label>}
        <div className={styles.box}>
          <Input
            className={`${fieldStyles.input ?? ""} ${styles.input ?? ""}`}
            placeholder="Who says so?"
            maxLength={500}
          />
          <Button className={styles.open ?? ""}>
            <ChevronDown size={14} strokeWidth={1.6} aria-hidden="true" />
          </Button>
        </div>
        <Popover className={`${pickerStyles.popover ?? ""} ${styles.popover ?? ""}`}>
          <ListBox>
            {groups
              .filter(({ key }) => options.some(({ group }) => group === key))
              .map(({ key, label: heading }) => (
                <ListBoxSection key={key} id={key} className={styles.section ?? ""}>
                  <Header className={styles.heading ?? ""}>{heading}</Header>
                  {options.filter(({ group }) => group === key).map(optionItem)}
                </ListBoxSection>
              ))}
          </ListBox>
        </Popover>
      </ComboBox>
      <Meaning value={value} onChange={onChange} />
    </div>
  );
};

const optionItem = (option: AsserterOption) => (
  <ListBoxItem
    key={option.key}
    id={option.key}
    textValue={option.label}
    className={`${pickerStyles.item ?? ""} ${styles.item ?? ""}`}
  >
    {option.group === "typed" ? (
      <span>
        {"newSourceName" in option.value ? "New source" : "Somebody unnamed"} “<bdi>{option.label}</bdi>”
      </span>
    ) : (
      <bdi>{option.label}</bdi>
    )}
  </ListBoxItem>
);

/** Says what new words will be recorded as, and switches between the two. */
const Meaning = ({
  value,
  onChange,
}: {
  readonly value: NewAsserter | null;
  readonly onChange: (asserter: NewAsserter) => void;
}) => {
  if (value === null || "sourceId" in value) return null;
  const isSource = "newSourceName" in value;
  return (
    <p className={styles.meaning}>
      {isSource ? "Becomes a new source." : "Described, not named."}{" "}
      <button
        type="button"
        className={styles.switch}
        onClick={() =>
          onChange(
            isSource
              ? { description: value.newSourceName }
              : { newSourceName: value.description.slice(0, 300) },
          )
        }
      >
        {isSource ? "Only describe" : "Make it a source"}
      </button>
    </p>
  );
};
