import { Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { Project } from "../../shared/domain/project";
import { ReliabilityMark } from "../parts/Grade";
import { Kbd } from "../ui/Kbd";
import { Modal } from "../ui/Modal";
import { showOverlay } from "../ui-state";
import styles from "./Palette.module.css";
import { type PaletteItem, usePaletteGroups } from "./palette-items";

const close = () => showOverlay("none");

const Item = ({ item }: { readonly item: PaletteItem }) => (
  <>
    {item.colour === undefined ? null : (
      <span className={styles.hue} data-hue={item.colour} aria-hidden="true" />
    )}
    <bdi className={styles.label}>{item.label}</bdi>
    {item.detail === undefined || item.detail === "" ? null : (
      <bdi className={styles.detail}>{item.detail}</bdi>
    )}
    {item.reliability === undefined ? null : <ReliabilityMark reliability={item.reliability} />}
    {item.keys === undefined ? null : <Kbd>{item.keys}</Kbd>}
  </>
);

const PaletteSearch = ({ project }: { readonly project: Project }) => {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const groups = usePaletteGroups(typed, project);
  const items = groups.flatMap((group) => group.items);
  const current = Math.min(active, items.length - 1);

  useEffect(() => {
    list.current?.querySelector(`[data-index="${current}"]`)?.scrollIntoView({ block: "nearest" });
  }, [current]);

  const run = (item: PaletteItem | undefined) => {
    if (item === undefined) return;
    // Closed first: what runs may open another sheet.
    close();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const to: Record<string, number> = {
      ArrowDown: (current + 1) % items.length,
      ArrowUp: (current - 1 + items.length) % items.length,
      PageDown: Math.min(items.length - 1, current + 8),
      PageUp: Math.max(0, current - 8),
    };
    const next = to[event.key];
    if (next !== undefined) setActive(next);
    else if (event.key === "Enter") run(items[current]);
    else return;
    event.preventDefault();
  };

  let index = -1;
  return (
    <div className={styles.palette}>
      <div className={styles.field}>
        <Search size={18} strokeWidth={1.6} aria-hidden="true" />
        <input
          className={styles.input}
          // The palette is asked for by key: whoever opens it wants to type.
          // biome-ignore lint/a11y/noAutofocus: see above
          autoFocus
          role="combobox"
          aria-label="Search articles, claims, commands"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={items[current] === undefined ? undefined : `${id}-${current}`}
          placeholder="Search articles, claims, commands"
          spellCheck={false}
          maxLength={300}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label="Results" className={styles.list}>
        {groups.map((group) => (
          <div key={group.title} role="group" aria-labelledby={`${id}-${group.title}`}>
            <div id={`${id}-${group.title}`} role="presentation" className={styles.heading}>
              {group.title}
            </div>
            {group.items.map((item) => {
              index += 1;
              const at = index;
              return (
                // The keys are the field's, which has the focus.
                // biome-ignore lint/a11y/useKeyWithClickEvents: see above
                <div
                  key={item.id}
                  id={`${id}-${at}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={at === current}
                  data-index={at}
                  className={styles.item}
                  onPointerMove={() => setActive(at)}
                  onClick={() => run(item)}
                >
                  <Item item={item} />
                </div>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
};

/** Every article, claim, source, tag and command, by a few letters of its name. */
export const Palette = ({ project }: { readonly project: Project }) => (
  <Modal title="Search articles, claims, commands" isTitleHidden isOpen onClose={close} width={680}>
    <PaletteSearch project={project} />
  </Modal>
);
