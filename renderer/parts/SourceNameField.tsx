import { ChevronDown } from "lucide-react";
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from "react-aria-components";
import { useCall } from "../query";
import fieldStyles from "../ui/Field.module.css";
import pickerStyles from "../ui/Picker.module.css";
import suggestStyles from "../ui/Suggest.module.css";

/** The name of a source, typed or chosen: one that does not exist yet is made together with its article. */
export const SourceNameField = ({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (name: string) => void;
}) => {
  const sources = useCall("sources", "list", undefined).data ?? [];
  const name = value.trim();
  const isNew = name !== "" && !sources.some((source) => source.name.toLowerCase() === name.toLowerCase());
  return (
    <ComboBox
      className={fieldStyles.field ?? ""}
      allowsCustomValue
      menuTrigger="input"
      inputValue={value}
      onInputChange={onChange}
      defaultItems={sources.map(({ id, name: label }) => ({ id, label }))}
    >
      <Label className={fieldStyles.label ?? ""}>Source</Label>
      <div className={suggestStyles.field}>
        <Input className={fieldStyles.input ?? ""} maxLength={300} spellCheck={false} />
        <Button className={suggestStyles.open ?? ""}>
          <ChevronDown size={14} strokeWidth={1.6} aria-hidden="true" />
        </Button>
      </div>
      {isNew ? <p className={fieldStyles.hint}>A new source of this name is added.</p> : null}
      <Popover className={pickerStyles.popover ?? ""}>
        <ListBox>
          {(source: { id: string; label: string }) => (
            <ListBoxItem textValue={source.label} className={pickerStyles.item ?? ""}>
              <bdi>{source.label}</bdi>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
};
