import { useState } from "react";
import { Button, Dialog, DialogTrigger, Heading, Popover } from "react-aria-components";
import { type Analyst, initialsOf } from "../../shared/domain/analyst";
import type { Settings } from "../../shared/domain/settings";
import { act, useCall } from "../query";
import { Field } from "../ui/Field";
import { type Choice, Picker } from "../ui/Picker";
import { showOverlay, useUi } from "../ui-state";
import styles from "./TopBar.module.css";

const themes: readonly Choice<Settings["theme"]>[] = [
  { key: "system", label: "As the system" },
  { key: "light", label: "Light" },
  { key: "dark", label: "Dark" },
  { key: "contrast", label: "High contrast" },
];

const ProfileForm = ({ analyst }: { readonly analyst: Analyst }) => {
  const settings = useCall("settings", "get", undefined).data;
  const [name, setName] = useState(analyst.name);
  const [initials, setInitials] = useState(analyst.initials);
  // Initials that came from the name go on following it, until somebody writes others.
  const [isFollowing, setFollowing] = useState(analyst.initials === initialsOf(analyst.name));
  const rename = (next: string) => {
    setName(next);
    if (isFollowing) setInitials(initialsOf(next) || analyst.initials);
  };
  const save = () => {
    const next = { name: name.trim(), initials: initials.trim() };
    if (next.name === "" || next.initials === "") return;
    if (next.name !== analyst.name || next.initials !== analyst.initials) void act("profile", "update", next);
  };
  return (
    <>
      <div className={styles.who}>
        <Field
          label="Your name"
          value={name}
          onChange={rename}
          onBlur={save}
          maxLength={120}
          isInvalid={name.trim() === ""}
        />
        <Field
          label="Initials"
          value={initials}
          onChange={(next) => {
            setInitials(next);
            setFollowing(false);
          }}
          onBlur={save}
          maxLength={4}
          isInvalid={initials.trim() === ""}
        />
      </div>
      <Picker
        label="Theme"
        choices={themes}
        value={settings?.theme ?? "system"}
        onChange={(theme) => void act("settings", "update", { theme })}
      />
    </>
  );
};

/** Who is signed in; opens name, initials and theme. Your name stands beside every change you make from then on. */
export const ProfileButton = ({ analyst }: { readonly analyst: Analyst }) => {
  const isOpen = useUi((state) => state.overlay === "settings");
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={(open) => showOverlay(open ? "settings" : "none")}>
      <Button
        className={styles.initials ?? ""}
        aria-label={`Signed in as ${analyst.name}. Profile and settings`}
      >
        {analyst.initials}
      </Button>
      <Popover className={styles.popover ?? ""} placement="bottom end" offset={6}>
        <Dialog className={styles.dialog ?? ""}>
          <Heading slot="title" className={styles.heading ?? ""}>
            Profile and settings
          </Heading>
          <ProfileForm analyst={analyst} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
};
