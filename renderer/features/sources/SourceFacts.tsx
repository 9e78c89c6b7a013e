import { ExternalLink } from "lucide-react";
import type { SourceSummary } from "../../../shared/domain/source";
import { SourcePicker } from "../../parts/SourcePicker";
import { sourceKindChoices, sourceKindLabel } from "../../parts/source-kinds";
import { act } from "../../query";
import { Button } from "../../ui/Button";
import { InPlace } from "../../ui/InPlace";
import { Picker } from "../../ui/Picker";
import { openSource } from "../../ui-state";
import styles from "./SourceFacts.module.css";
import { updateSource } from "./use-sources";

/** What a source is: each field is edited where it stands. */
export const SourceFacts = ({
  source,
  all,
  aliases,
  isReadOnly,
}: {
  readonly source: SourceSummary;
  readonly all: readonly SourceSummary[];
  readonly aliases: readonly string[];
  readonly isReadOnly: boolean;
}) => {
  const parent = all.find(({ id }) => id === source.parentId);
  const children = all.filter(({ parentId }) => parentId === source.id);
  return (
    <div className={styles.facts}>
      {isReadOnly ? (
        <Fact label="Kind" value={sourceKindLabel[source.kind]} />
      ) : (
        <Picker
          label="Kind"
          choices={sourceKindChoices}
          value={source.kind}
          onChange={(kind) => updateSource(source.id, { kind })}
        />
      )}
      {isReadOnly ? (
        parent === undefined ? null : (
          <Fact label="Belongs to" value={parent.name} />
        )
      ) : (
        <SourcePicker
          label="Belongs to"
          placeholder="No parent source"
          value={source.parentId}
          exclude={withBelow(source, all)}
          onChange={(parentId) => updateSource(source.id, { parentId })}
        />
      )}
      {parent === undefined && children.length === 0 ? null : (
        <Family {...(parent === undefined ? {} : { parent })} below={children} />
      )}
      <InPlace
        label="Address"
        value={source.url}
        placeholder="https://"
        isReadOnly={isReadOnly}
        maxLength={2000}
        onCommit={(url) => updateSource(source.id, { url })}
      />
      {source.url === "" ? null : (
        <div className={styles.link}>
          <Button
            tone="quiet"
            icon={<ExternalLink size={14} strokeWidth={1.6} aria-hidden="true" />}
            onPress={() => void act("links", "open", { url: source.url })}
          >
            Open in the browser…
          </Button>
        </div>
      )}
      <InPlace
        label="Note"
        value={source.note}
        placeholder="Owner, bureaus, habits, corrections: what a rating can lean on"
        isMultiline
        isReadOnly={isReadOnly}
        onCommit={(note) => updateSource(source.id, { note })}
      />
      {aliases.length === 0 ? null : (
        <div>
          <h3 className={styles.label}>Also known as</h3>
          <ul>
            {aliases.map((alias) => (
              <li key={alias}>
                <bdi>{alias}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
};

const Fact = ({ label, value }: { readonly label: string; readonly value: string }) => (
  <div>
    <h3 className={styles.label}>{label}</h3>
    <p>
      <bdi>{value}</bdi>
    </p>
  </div>
);

/** The source and all below it, none of which can be its parent. Rings, made by merging, end the walk. */
const withBelow = (source: SourceSummary, all: readonly SourceSummary[]) => {
  const found = new Set([source.id]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const { id, parentId } of all) if (parentId !== null && found.has(parentId)) found.add(id);
  }
  return [...found];
};

const Family = ({
  parent,
  below,
}: {
  readonly parent?: SourceSummary;
  readonly below: readonly SourceSummary[];
}) => (
  <div className={styles.family}>
    {parent === undefined ? null : (
      <Button tone="quiet" onPress={() => openSource(parent.id)}>
        Show <bdi>{parent.name}</bdi>
      </Button>
    )}
    {below.length === 0 ? null : (
      <>
        <h3 className={styles.label}>Belong to it</h3>
        <ul>
          {below.map((child) => (
            <li key={child.id}>
              <Button tone="quiet" onPress={() => openSource(child.id)}>
                <bdi>{child.name}</bdi>
              </Button>
            </li>
          ))}
        </ul>
      </>
    )}
  </div>
);
