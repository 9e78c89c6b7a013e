import { FileText, FolderOpen, Plus } from "lucide-react";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { RecentProject } from "../../../shared/domain/project";
import { act, type Input, type Noun, useCall, type Verb } from "../../query";
import { Button } from "../../ui/Button";
import styles from "./StartScreen.module.css";

const icon = { size: 16, strokeWidth: 1.6, "aria-hidden": true } as const;

const Recent = ({
  projects,
  isDisabled,
  onOpen,
}: {
  readonly projects: readonly RecentProject[];
  readonly isDisabled: boolean;
  readonly onOpen: (key: string) => void;
}) => (
  <section className={styles.recent} aria-labelledby="start-recent">
    <h2 id="start-recent">Recent projects</h2>
    <ul>
      {projects.map(({ key, fileName, folder }) => (
        <li key={key}>
          <AriaButton className={styles.project ?? ""} isDisabled={isDisabled} onPress={() => onOpen(key)}>
            <FileText {...icon} />
            <bdi className={styles.name}>{fileName}</bdi>
            <bdi className={styles.folder}>{folder}</bdi>
          </AriaButton>
        </li>
      ))}
    </ul>
  </section>
);

/** While no project is open: what this is, and the ways in. */
export const StartScreen = () => {
  const [isBusy, setBusy] = useState(false);
  const recent = useCall("files", "recent", undefined).data ?? [];
  const profile = useCall("profile", "get", undefined).data;
  // One way in at a time; the project that opens replaces this screen.
  const go = async <N extends Noun, V extends Verb<N>>(noun: N, verb: V, input: Input<N, V>) => {
    setBusy(true);
    await act(noun, verb, input);
    setBusy(false);
  };
  return (
    <main className={styles.screen}>
      <div className={styles.page}>
        <h1 className={styles.product}>Assay</h1>
        <p className={styles.sentence}>
          Read many reports of the same events, and say what is claimed, by whom, and how far to trust it.
        </p>
        <div className={styles.ways}>
          <Button
            tone="primary"
            isDisabled={isBusy}
            onPress={() => void go("files", "openSample", undefined)}
          >
            Open the sample project
          </Button>
          <Button
            icon={<Plus {...icon} />}
            keys="Ctrl+N"
            isDisabled={isBusy}
            onPress={() => void go("files", "createProject", undefined)}
          >
            New project…
          </Button>
          <Button
            icon={<FolderOpen {...icon} />}
            keys="Ctrl+O"
            isDisabled={isBusy}
            onPress={() => void go("files", "openProject", undefined)}
          >
            Open…
          </Button>
        </div>
        {recent.length === 0 ? (
          <p className={styles.hint}>
            The sample holds six invented reports of one event, with claims, evidence and ratings to try
            things on.
          </p>
        ) : (
          <Recent
            projects={recent}
            isDisabled={isBusy}
            onOpen={(key) => void go("files", "openRecent", { key })}
          />
        )}
      </div>
      <footer className={styles.foot}>
        {profile === undefined ? null : (
          <span>
            Signed in as <bdi>{profile.name}</bdi>
          </span>
        )}
        <span>Offline, nothing leaves this machine</span>
      </footer>
    </main>
  );
};
