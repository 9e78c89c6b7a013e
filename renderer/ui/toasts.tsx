import { X } from "lucide-react";
import { useEffect } from "react";
import { create } from "zustand";
import type { AppError } from "../../shared/errors";
import { IconButton } from "./Button";
import styles from "./toasts.module.css";

type Toast = {
  readonly id: number;
  readonly text: string;
  readonly detail?: string;
  readonly tone: "plain" | "error";
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Stays until it is dismissed. An error always does. */
  readonly isLasting?: boolean;
  /** A later message on the same matter takes this one's place. */
  readonly matter?: string;
  /** How often the very same was said since it was last dismissed. */
  readonly times: number;
};

const useToasts = create<{ toasts: readonly Toast[] }>(() => ({ toasts: [] }));
let nextId = 0;

const dismiss = (id: number) =>
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));

/** Forgets all messages: what they offer to undo belongs to a project that is no longer open. */
export const clearToasts = (): void => useToasts.setState({ toasts: [] });

/** Forgets what was said about one screen, which has nothing to say on the next. */
export const clearPassingToasts = (): void =>
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter(({ isLasting }) => isLasting === true) }));

const push = (toast: Omit<Toast, "id" | "times">) => {
  nextId += 1;
  const id = nextId;
  const isReplaced = (old: Toast) =>
    old.text === toast.text || (toast.matter !== undefined && old.matter === toast.matter);
  useToasts.setState(({ toasts }) => {
    const times = (toasts.find((old) => old.text === toast.text)?.times ?? 0) + 1;
    return { toasts: [...toasts.filter((old) => !isReplaced(old)).slice(-2), { ...toast, id, times }] };
  });
};

const failureOf = (matter: string): string => `failed ${matter}`;

/**
 * Says what was done, with at most one thing to do about it (almost always "Undo"). Of several messages on one
 * `matter` only the last stands: a "Redo" beside an undo that was followed by another would do something else.
 */
export const showToast = (text: string, action?: { label: string; run: () => void }, matter?: string): void =>
  push({
    text,
    tone: "plain",
    ...(action === undefined ? {} : { action }),
    ...(matter === undefined ? {} : { matter }),
  });

/** Says what was done to everything at once: it can be read, and taken back, in one's own time. */
export const showLastingToast = (text: string, action: { label: string; run: () => void }): void =>
  push({ text, tone: "plain", action, isLasting: true });

/**
 * Says what went wrong and what to do, with at most one way past it. Stays until it is dismissed, until the same matter goes wrong in another way, or
 * until it goes well: see `forgetError`.
 */
export const showError = (
  error: AppError,
  matter?: string,
  action?: { label: string; run: () => void },
): void => {
  const detail = [error.advice, error.incident === undefined ? undefined : `Incident ${error.incident}`]
    .filter((part) => part !== undefined)
    .join(" ");
  push({
    text: error.message,
    tone: "error",
    ...(matter === undefined ? {} : { matter: failureOf(matter) }),
    ...(action === undefined ? {} : { action }),
    ...(detail === "" ? {} : { detail }),
  });
};

/** It has gone well since: that it had not is no news any more. */
export const forgetError = (matter: string): void =>
  useToasts.setState((state) => {
    const left = state.toasts.filter((old) => old.matter !== failureOf(matter));
    return left.length === state.toasts.length ? state : { toasts: left };
  });

/** Where toasts appear: bottom centre, announced politely, errors at once. */
export const Toasts = () => {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div className={styles.stack} role="region" aria-label="Messages">
      {toasts.map((toast) => (
        <ToastView key={toast.id} toast={toast} />
      ))}
    </div>
  );
};

const ToastView = ({ toast }: { toast: Toast }) => {
  useEffect(() => {
    if (toast.tone === "error" || toast.isLasting === true) return;
    const timer = setTimeout(() => dismiss(toast.id), 8000);
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <div className={styles.toast} data-tone={toast.tone} role={toast.tone === "error" ? "alert" : "status"}>
      <div>
        <p>
          {toast.text}
          {toast.tone === "error" && toast.times > 1 ? (
            <span className={styles.times}> {toast.times} times</span>
          ) : null}
        </p>
        {toast.detail === undefined ? null : <p className={styles.detail}>{toast.detail}</p>}
      </div>
      {toast.action === undefined ? null : (
        <button
          type="button"
          className={styles.action}
          onClick={() => {
            dismiss(toast.id);
            toast.action?.run();
          }}
        >
          {toast.action.label}
        </button>
      )}
      <IconButton label="Dismiss" onPress={() => dismiss(toast.id)} tone="inverse">
        <X size={16} strokeWidth={1.6} />
      </IconButton>
    </div>
  );
};
