import { CircleCheck, CircleDashed, FolderSync, TriangleAlert } from "lucide-react";
import type { TeamFolder, TeamMember } from "../../../shared/domain/team";
import { formatAgo } from "../../parts/dates";
import { useCall } from "../../query";
import { Button } from "../../ui/Button";
import { Checkbox } from "../../ui/Checkbox";
import styles from "./TeamTab.module.css";
import { chooseFolder, exchangeNow, leaveFolder, setAutomatic, useExchanging, useTeam } from "./use-team";

const icon = { size: 16, strokeWidth: 1.6, "aria-hidden": true } as const;

const states: Readonly<Record<TeamMember["state"], string>> = {
  merged: "Merged",
  new: "Waits for the next exchange",
  "not-whole": "Not whole yet, tried again at the next exchange",
  refused: "Not taken",
};

const StateIcon = ({ state }: Pick<TeamMember, "state">) => {
  const Icon = state === "merged" ? CircleCheck : state === "refused" ? TriangleAlert : CircleDashed;
  return <Icon size={18} strokeWidth={1.6} aria-hidden="true" />;
};

const Member = ({ member }: { readonly member: TeamMember }) => (
  <li className={styles.member} data-state={member.state}>
    <StateIcon state={member.state} />
    <div className={styles.who}>
      <p>
        <bdi className={styles.name}>{member.analyst === "" ? member.fileName : member.analyst}</bdi>
        {member.analyst === "" ? null : <bdi className={styles.file}>{member.fileName}</bdi>}
      </p>
      <p className={styles.quiet}>
        {states[member.state]}
        {member.at === null ? null : `, looked into ${formatAgo(member.at)}`}
        {member.words === "" ? null : (
          <>
            : <bdi>{member.words}</bdi>
          </>
        )}
      </p>
    </div>
  </li>
);

const Members = ({ team }: { readonly team: TeamFolder }) => (
  <section className={styles.section} aria-labelledby="team-members">
    <h3 id="team-members">Colleagues’ files</h3>
    {team.members.length === 0 ? (
      <p className={styles.quiet}>
        None yet. Each colleague who opens a copy of this project and chooses the same folder appears here
        with a file of their own.
      </p>
    ) : (
      <ul className={styles.members}>
        {team.members.map((member) => (
          <Member key={member.fileName} member={member} />
        ))}
      </ul>
    )}
  </section>
);

const Chosen = ({ team, isReadOnly }: { readonly team: TeamFolder; readonly isReadOnly: boolean }) => {
  const { isExchanging } = useExchanging();
  return (
    <>
      <dl className={styles.facts}>
        <dt>Folder</dt>
        <dd>
          <bdi>{team.folder}</bdi>
        </dd>
        <dt>Your file</dt>
        <dd>
          <bdi>{team.ownFile}</bdi>
          <span className={styles.quiet}>Only you write it.</span>
        </dd>
        <dt>Exchanged</dt>
        <dd>{team.lastAt === null ? "not yet" : formatAgo(team.lastAt)}</dd>
      </dl>
      {team.problem === "" ? null : (
        <p className={styles.problem} role="alert">
          {team.problem}
        </p>
      )}
      <Checkbox
        label="Exchange by itself"
        detail="When you come back to this window, after half a minute without a change, and when a file in the folder changes. The newest version of everything stands; conflicts wait for you under Merge."
        isOn={team.isOn}
        onChange={setAutomatic}
      />
      <div className={styles.buttons}>
        <Button
          tone="primary"
          icon={<FolderSync {...icon} />}
          isDisabled={isExchanging || isReadOnly}
          onPress={() => void exchangeNow()}
        >
          {isExchanging ? "Exchanging…" : "Exchange now"}
        </Button>
        <Button tone="quiet" onPress={() => void chooseFolder()}>
          Another folder…
        </Button>
        <Button tone="quiet" onPress={() => void leaveFolder()}>
          Leave the folder
        </Button>
      </div>
      {isReadOnly ? (
        <p className={styles.quiet}>This project is read-only: nothing can be merged into it.</p>
      ) : null}
      <Members team={team} />
    </>
  );
};

const NotChosen = ({ isReadOnly }: { readonly isReadOnly: boolean }) => (
  <>
    <ol className={styles.steps}>
      <li>Give each colleague a copy of this project, so that all begin with the same articles.</li>
      <li>Everybody chooses the same folder here. Any way of keeping it alike will do, also a stick.</li>
      <li>Each one’s work goes into a file of their own there, and comes into everybody else’s project.</li>
    </ol>
    <div>
      <Button
        tone="primary"
        icon={<FolderSync {...icon} />}
        isDisabled={isReadOnly}
        onPress={() => void chooseFolder()}
      >
        Choose a folder…
      </Button>
    </div>
    {isReadOnly ? (
      <p className={styles.quiet}>This project is read-only: nothing can be merged into it.</p>
    ) : null}
  </>
);

/** Exchanging work with a team through a folder that all of it shares. */
export const TeamTab = () => {
  const team = useTeam();
  const isReadOnly = useCall("project", "get", undefined).data?.isReadOnly ?? true;
  if (team === undefined) return null;
  return (
    <div className={styles.tab}>
      <header>
        <h2>Team folder</h2>
        <p className={styles.lead}>
          Exchange work through a folder that your team shares. No file in it is ever written by two people,
          so nothing is lost, whatever keeps the folder in step. Assay itself sends nothing anywhere.
        </p>
      </header>
      {team === null ? <NotChosen isReadOnly={isReadOnly} /> : <Chosen team={team} isReadOnly={isReadOnly} />}
    </div>
  );
};
