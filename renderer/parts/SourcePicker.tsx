import { useMemo } from "react";
import type { SourceId } from "../../shared/ids";
import { useCall } from "../query";
import { Suggest } from "../ui/Suggest";
import { compareNames } from "./names";
import { sourceKindLabel } from "./source-kinds";

const noSources: readonly SourceId[] = [];

/**
 * Chooses a source by typing part of its name; an emptied field means no source (null). With `onCreate` a name
 * that no source has is a new one; the caller makes it. The list shows no letters: whoever chooses
 * an asserter while grading must not be led by them.
 */
export const SourcePicker = ({
  label,
  value,
  onChange,
  onCreate,
  exclude = noSources,
  ...rest
}: {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly value: SourceId | null;
  readonly onChange: (sourceId: SourceId | null) => void;
  readonly onCreate?: (name: string) => void;
  /** Sources that make no sense here: itself, those below it. */
  readonly exclude?: readonly SourceId[];
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly isReadOnly?: boolean;
}) => {
  const sources = useCall("sources", "list", undefined).data;
  const suggestions = useMemo(
    () =>
      (sources ?? [])
        .filter(({ id }) => !exclude.includes(id))
        .sort((a, b) => compareNames(a.name, b.name))
        .map(({ id, name, kind }) => ({ key: id, label: name, detail: sourceKindLabel[kind] })),
    [sources, exclude],
  );
  return (
    <Suggest
      {...rest}
      label={label}
      noun="source"
      suggestions={suggestions}
      value={value}
      onChange={onChange}
      {...(onCreate === undefined ? {} : { onCreate })}
    />
  );
};
