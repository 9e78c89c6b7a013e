import { useRef } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { useArrival } from "../../ui/use-arrival";
import { AgreementTab } from "./AgreementTab";
import { BackupsTab } from "./BackupsTab";
import { CopyTab } from "./CopyTab";
import { HistoryTab } from "./HistoryTab";
import { MergeTab } from "./MergeTab";
import styles from "./ShareScreen.module.css";
import { TeamTab } from "./TeamTab";
import { type ShareTab, showShareTab, useShare } from "./use-share";

const tabs: readonly {
  readonly key: ShareTab;
  readonly label: string;
  readonly Content: () => React.ReactNode;
}[] = [
  { key: "copy", label: "Save a copy", Content: CopyTab },
  { key: "merge", label: "Merge", Content: MergeTab },
  { key: "team", label: "Team folder", Content: TeamTab },
  { key: "agreement", label: "Agreement", Content: AgreementTab },
  { key: "history", label: "History", Content: HistoryTab },
  { key: "backups", label: "Backups and checks", Content: BackupsTab },
];

/** Everything between this project and others: copies, merges, the team folder, agreement; and its own past. */
export const ShareScreen = () => {
  const tab = useShare((state) => state.tab);
  const screen = useRef<HTMLDivElement>(null);
  useArrival(screen, '[role="tab"][aria-selected="true"]', true);
  return (
    <Tabs
      ref={screen}
      className={styles.screen ?? ""}
      orientation="vertical"
      keyboardActivation="manual"
      selectedKey={tab}
      onSelectionChange={(key) => {
        const chosen = tabs.find((candidate) => candidate.key === key);
        if (chosen !== undefined) showShareTab(chosen.key);
      }}
    >
      <div className={styles.side}>
        <h1 className={styles.title}>Share</h1>
        <TabList
          className={styles.tabs ?? ""}
          aria-label="Share"
          items={tabs.map((one) => ({ ...one, id: one.key }))}
        >
          {({ key, label }) => (
            <Tab id={key} className={styles.tab ?? ""}>
              {label}
            </Tab>
          )}
        </TabList>
      </div>
      {tabs.map(({ key, Content }) => (
        <TabPanel key={key} id={key} className={styles.panel ?? ""}>
          <Content />
        </TabPanel>
      ))}
    </Tabs>
  );
};
