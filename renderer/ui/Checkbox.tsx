import { Check } from "lucide-react";
import { type ReactNode, useId } from "react";
import { Checkbox as AriaCheckbox } from "react-aria-components";
import styles from "./Checkbox.module.css";

/** A choice that is on or off, with a line on what it means. */
export const Checkbox = ({
  label,
  detail,
  isOn,
  isDisabled = false,
  onChange,
}: {
  readonly label: string;
  readonly detail?: ReactNode;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isOn: boolean) => void;
}) => {
  const id = useId();
  return (
    <div className={styles.option}>
      <AriaCheckbox
        className={styles.check ?? ""}
        isSelected={isOn}
        isDisabled={isDisabled}
        onChange={onChange}
        {...(detail === undefined ? {} : { "aria-describedby": id })}
      >
        <span className={styles.box} aria-hidden="true">
          <Check size={12} strokeWidth={2.4} />
        </span>
        {label}
      </AriaCheckbox>
      {detail === undefined ? null : (
        <p id={id} className={styles.detail}>
          {detail}
        </p>
      )}
    </div>
  );
};
