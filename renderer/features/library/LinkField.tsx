import { useState } from "react";
import { Text } from "react-aria-components";
import { readWebAddress } from "../../parts/web-address";
import { Field } from "../../ui/Field";
import styles from "../../ui/Field.module.css";

/**
 * Where an article was published. Left with something that is no web address it says so and keeps it: an analyst
 * may know no better, and a wrong link is no reason not to save the rest.
 */
export const LinkField = ({
  value,
  onChange,
  isReadOnly = false,
}: {
  readonly value: string;
  readonly onChange: (url: string) => void;
  readonly isReadOnly?: boolean;
}) => {
  const [isLeft, setLeft] = useState(true);
  const isWrong = isLeft && value.trim() !== "" && readWebAddress(value) === null;
  return (
    <Field
      label="Link"
      value={value}
      onChange={onChange}
      onFocus={() => setLeft(false)}
      onBlur={() => setLeft(true)}
      maxLength={4000}
      inputMode="url"
      placeholder="https://"
      isReadOnly={isReadOnly}
      isInvalid={isWrong}
      validationBehavior="aria"
      // A line in both cases: what stands below must not move away from the click that leaves the field.
      hint={
        <Text slot="description" className={isWrong ? (styles.error ?? "") : ""}>
          {isWrong
            ? "Not a web address: one begins with https://. It is kept, but cannot be opened."
            : "The web address it was published at."}
        </Text>
      }
    />
  );
};
