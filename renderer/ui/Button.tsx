import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps, Tooltip, TooltipTrigger } from "react-aria-components";
import styles from "./Button.module.css";
import { Kbd } from "./Kbd";

type Props = Omit<ButtonProps, "className" | "style" | "children"> & {
  readonly tone?: "plain" | "primary" | "quiet" | "danger";
  readonly icon?: ReactNode;
  /** Key shown beside the label. */
  readonly keys?: string;
  readonly children: ReactNode;
};

/** A button with words. The verb is the label. */
export const Button = ({ tone = "plain", icon, keys, children, ...props }: Props) => (
  <AriaButton {...props} className={styles.button ?? ""} data-tone={tone}>
    {icon}
    <span>{children}</span>
    {keys === undefined ? null : <Kbd>{keys}</Kbd>}
  </AriaButton>
);

type IconButtonProps = Omit<ButtonProps, "className" | "style" | "children"> & {
  /** The accessible name, shown as a tooltip. */
  readonly label: string;
  readonly keys?: string;
  readonly tone?: "plain" | "inverse";
  readonly children: ReactNode;
};

/** A button that shows an icon alone; its name is read out and shown on hover and focus. */
export const IconButton = ({ label, keys, tone = "plain", children, ...props }: IconButtonProps) => (
  <TooltipTrigger delay={500}>
    <AriaButton {...props} aria-label={label} className={styles.icon ?? ""} data-tone={tone}>
      {children}
    </AriaButton>
    <Tooltip className={styles.tooltip ?? ""} offset={6}>
      {label}
      {keys === undefined ? null : <Kbd>{keys}</Kbd>}
    </Tooltip>
  </TooltipTrigger>
);
