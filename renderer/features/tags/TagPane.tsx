import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { TagColour, type TagSummary } from "../../../shared/domain/tag";
import { count, formatDate } from "../../parts/dates";
import { indexTags, tagAncestors } from "../../parts/tag-tree";
import { Button } from "../../ui/Button";
import { InPlace } from "../../ui/InPlace";
import { openTag } from "../../ui-state";
import { MergeTag } from "./MergeTag";
import { MoveTag } from "./MoveTag";
import { ShortcutKeys } from "./ShortcutKeys";
import { TagMenu } from "./TagMenu";
import styles from "./TagPane.module.css";
import { useShowClaims } from "./use-show-claims";
import { updateTag, useTagsView } from "./use-tags";

/** Each hue in a word: colour is never the only sign. */
const colourName: Readonly<Record<TagColour, string>> = {
  amber: "Amber",
  teal: "Teal",
  violet: "Violet",
  rose: "Rose",
  blue: "Blue",
  green: "Green",
  orange: "Orange",
  slate: "Slate",
};

/** Everything about one tag. Each field is written as soon as it is changed. */
export const TagPane = ({
  tag,
  all,
  isReadOnly,
  onNewChild,
}: {
  readonly tag: TagSummary;
  readonly all: readonly TagSummary[];
  readonly isReadOnly: boolean;
  readonly onNewChild: () => void;
}) => {
  const doing = useTagsView((view) => view.doing);
  return (
    <article className={styles.pane} aria-label={tag.name}>
      <div className={styles.page}>
        <Title tag={tag} all={all} isReadOnly={isReadOnly} onNewChild={onNewChild} />
        {doing === "merging" ? <MergeTag tag={tag} all={all} /> : null}
        {doing === "moving" ? <MoveTag tag={tag} all={all} /> : null}
        <InPlace
          label="Description"
          value={tag.description}
          placeholder="What belongs under this tag, and what does not"
          isMultiline
          isReadOnly={isReadOnly}
          maxLength={4000}
          onCommit={(description) => updateTag(tag.id, { description })}
        />
        <Uses tag={tag} />
        <div>
          <h3 className={styles.label} id="tag-colour">
            Colour
          </h3>
          <ToggleButtonGroup
            aria-labelledby="tag-colour"
            className={styles.swatches ?? ""}
            selectedKeys={[tag.colour]}
            disallowEmptySelection
            isDisabled={isReadOnly}
            onSelectionChange={(keys) => {
              const colour = TagColour.options.find((option) => keys.has(option));
              if (colour !== undefined && colour !== tag.colour) updateTag(tag.id, { colour });
            }}
          >
            {TagColour.options.map((colour) => (
              <ToggleButton key={colour} id={colour} className={styles.swatch ?? ""}>
                <span className={styles.dot} data-hue={colour} />
                {colourName[colour]}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        </div>
        <ShortcutKeys tag={tag} all={all} isReadOnly={isReadOnly} />
      </div>
    </article>
  );
};

const Title = ({ tag, all, isReadOnly, onNewChild }: Parameters<typeof TagPane>[0]) => {
  const above = tagAncestors(tag, indexTags(all));
  return (
    <header className={styles.header}>
      <div className={styles.words}>
        {above.length === 0 ? null : (
          <p className={styles.path}>
            {above.map(({ id, name }) => (
              <span key={id}>
                <Button tone="quiet" onPress={() => openTag(id)}>
                  <bdi>{name}</bdi>
                </Button>
                /
              </span>
            ))}
          </p>
        )}
        <h2 className={styles.name}>
          <span className={styles.dot} data-hue={tag.colour} />
          <bdi>{tag.name}</bdi>
        </h2>
      </div>
      {isReadOnly ? null : <TagMenu tag={tag} onNewChild={onNewChild} />}
    </header>
  );
};

const Uses = ({ tag }: { readonly tag: TagSummary }) => (
  <div>
    <dl className={styles.figures}>
      <Figure n={tag.highlights} label={tag.highlights === 1 ? "highlight" : "highlights"} />
      <Figure n={tag.claims} label={tag.claims === 1 ? "claim" : "claims"} />
    </dl>
    <p className={styles.quiet}>
      {tag.lastUsedAt === ""
        ? "Not used yet. In the reader, t puts a tag on the sentence or the selection."
        : `Last used ${formatDate(tag.lastUsedAt)}.`}
    </p>
    {tag.claims === 0 ? null : <ShowClaims tag={tag} />}
  </div>
);

const ShowClaims = ({ tag }: { readonly tag: TagSummary }) => {
  const showClaims = useShowClaims();
  return (
    <div className={styles.show}>
      <Button onPress={() => showClaims({ tagIds: [tag.id] })}>
        {tag.claims === 1 ? "Show its claim" : `Show its ${count(tag.claims, "claim")}`}
      </Button>
    </div>
  );
};

const Figure = ({ n, label }: { readonly n: number; readonly label: string }) => (
  <div className={styles.figure}>
    <dt>{label}</dt>
    <dd>{n.toLocaleString("en-GB")}</dd>
  </div>
);
