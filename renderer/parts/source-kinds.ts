import { SourceKind } from "../../shared/domain/source";

/** Each kind of source in a word. */
export const sourceKindLabel: Readonly<Record<SourceKind, string>> = {
  outlet: "Outlet",
  agency: "Agency",
  author: "Author",
  official: "Official",
  account: "Account",
  other: "Other",
};

/** The kinds as choices of a picker, with what each means. */
export const sourceKindChoices = SourceKind.options.map((key) => ({ key, label: sourceKindLabel[key] }));
