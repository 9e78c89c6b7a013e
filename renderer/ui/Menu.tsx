import { type ReactNode, useRef } from "react";
import {
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  type PopoverProps,
} from "react-aria-components";
import { Kbd } from "./Kbd";
import styles from "./Menu.module.css";

/** One thing a menu can do. */
export type MenuEntry = {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly keys?: string;
  readonly tone?: "plain" | "danger";
  readonly isDisabled?: boolean;
  readonly isChecked?: boolean;
  readonly run: () => void;
};

/** Entries that belong together, with a heading where the entries do not say what they are. */
export type MenuGroup = { readonly heading?: string; readonly entries: readonly MenuEntry[] };

const Entries = ({ label, groups }: { readonly label: string; readonly groups: readonly MenuGroup[] }) => {
  const shown = groups.filter((group) => group.entries.length > 0);
  const entries = shown.flatMap((group) => group.entries);
  return (
    <Menu
      aria-label={label}
      className={styles.menu ?? ""}
      onAction={(id) => entries.find((entry) => entry.id === id)?.run()}
      disabledKeys={entries.filter((entry) => entry.isDisabled === true).map((entry) => entry.id)}
    >
      {shown.map((group, index) => (
        <MenuSection
          // Groups have no identity of their own and never change places while the menu is open.
          key={group.entries[0]?.id ?? index}
          aria-label={group.heading ?? `${label}, part ${index + 1}`}
          {...(group.entries.some((entry) => entry.isChecked !== undefined)
            ? {
                selectionMode: "single" as const,
                selectedKeys: group.entries
                  .filter((entry) => entry.isChecked === true)
                  .map((entry) => entry.id),
              }
            : {})}
        >
          {group.heading === undefined ? null : (
            <Header className={styles.heading ?? ""}>{group.heading}</Header>
          )}
          {index > 0 && group.heading === undefined ? (
            <Header className={styles.separator ?? ""} aria-hidden="true" />
          ) : null}
          {group.entries.map((entry) => (
            <MenuItem
              key={entry.id}
              id={entry.id}
              textValue={entry.label}
              className={styles.item ?? ""}
              data-tone={entry.tone ?? "plain"}
            >
              {entry.icon}
              <span className={styles.label}>
                <bdi>{entry.label}</bdi>
              </span>
              {entry.isChecked === true ? <span aria-hidden="true">✓</span> : null}
              {entry.keys === undefined ? null : (
                <span className={styles.keys}>
                  <Kbd>{entry.keys}</Kbd>
                </span>
              )}
            </MenuItem>
          ))}
        </MenuSection>
      ))}
    </Menu>
  );
};

/** A button (any react-aria button as `trigger`) that opens a menu. */
export const MenuButton = ({
  label,
  trigger,
  groups,
  placement = "bottom start",
}: {
  readonly label: string;
  readonly trigger: ReactNode;
  readonly groups: readonly MenuGroup[];
  readonly placement?: NonNullable<PopoverProps["placement"]>;
}) => (
  <MenuTrigger>
    {trigger}
    <Popover className={styles.popover ?? ""} placement={placement} offset={4}>
      <Entries label={label} groups={groups} />
    </Popover>
  </MenuTrigger>
);

/** A menu at a point of the window, in px: for the right mouse button and the menu key. */
export const ContextMenu = ({
  label,
  at,
  groups,
  onClose,
}: {
  readonly label: string;
  readonly at: { readonly x: number; readonly y: number };
  readonly groups: readonly MenuGroup[];
  readonly onClose: () => void;
}) => {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span ref={anchor} className={styles.anchor} style={{ left: at.x, top: at.y }} aria-hidden="true" />
      <Popover
        triggerRef={anchor}
        isOpen
        onOpenChange={(isOpen) => {
          if (!isOpen) onClose();
        }}
        className={styles.popover ?? ""}
        placement="bottom start"
        offset={0}
      >
        <Entries
          label={label}
          groups={groups.map((group) => ({
            ...group,
            entries: group.entries.map((entry) => ({
              ...entry,
              run: () => {
                onClose();
                entry.run();
              },
            })),
          }))}
        />
      </Popover>
    </>
  );
};
