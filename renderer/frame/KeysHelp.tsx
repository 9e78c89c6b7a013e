import { Modal } from "../ui/Modal";
import { showOverlay } from "../ui-state";
import { commands } from "./commands";
import styles from "./KeysHelp.module.css";
import { type KeyGroup, placeKeys } from "./keys";

/** The window's own keys, from the table of commands. */
const windowKeys: readonly KeyGroup[] = (["Go to", "Articles", "Edit", "Project", "Window"] as const).map(
  (title) => ({
    title,
    keys: commands
      .filter((command) => command.group === title && command.keys.length > 0)
      .map(({ keys, label }) => ({ keys, label: label.replace(/…$/, "") })),
  }),
);

/** Read out as a whole, so that "Ctrl+K" is heard and not its frame. */
const Key = ({ children }: { readonly children: string }) => <kbd className={styles.key}>{children}</kbd>;

const Group = ({ group }: { readonly group: KeyGroup }) => (
  <section className={styles.group}>
    <h3>{group.title}</h3>
    <dl>
      {group.keys.map(({ keys, label }) => (
        <div key={label}>
          <dt>
            {keys.map((one) => (
              <Key key={one}>{one}</Key>
            ))}
          </dt>
          <dd>{label}</dd>
        </div>
      ))}
    </dl>
  </section>
);

/** Every key, in groups: `?` opens and closes it. */
export const KeysHelp = () => (
  <Modal title="Keys" isOpen onClose={() => showOverlay("none")} width={1120}>
    {/* A long sheet scrolls by key too. */}
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
    <div className={styles.groups} tabIndex={0} role="region" aria-label="All keys">
      {[...placeKeys, ...windowKeys].map((group) => (
        <Group key={group.title} group={group} />
      ))}
    </div>
  </Modal>
);
