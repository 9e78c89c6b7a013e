import { useCallback } from "react";
import type { Article } from "../../../shared/domain/article";
import type { Span } from "../../../shared/domain/highlight";
import { useCall } from "../../query";
import { AsidesPanel } from "./AsidesPanel";
import { RevisionsSheet } from "./RevisionsSheet";
import { setReader, useReader } from "./reader-store";
import { type Target, WaitingPanel } from "./WaitingPanel";

/** What the notices under the header open: pieces set aside, highlights to place, revisions. */
export const Beside = ({
  article,
  target,
  scrollTo,
  onClosed,
}: {
  readonly article: Article;
  readonly target: Target | null;
  readonly scrollTo: (span: Span) => void;
  /** Gives the focus back to the text. */
  readonly onClosed: () => void;
}) => {
  const side = useReader((state) => state.side);
  const isReadOnly = useCall("project", "get", undefined).data?.isReadOnly ?? true;
  const close = useCallback(() => {
    setReader({ side: "none" });
    onClosed();
  }, [onClosed]);
  // Selected as by hand, so that its edges can be moved before it is confirmed.
  const show = useCallback(
    (span: Span) => {
      scrollTo(span);
      setReader({ selection: span, isReach: true, reachFrom: null, focusedId: null });
    },
    [scrollTo],
  );
  const shared = { article, isReadOnly, onClose: close };
  switch (side) {
    case "none":
      return null;
    case "revisions":
      return <RevisionsSheet {...shared} />;
    case "waiting":
      return <WaitingPanel {...shared} target={target} onShow={show} />;
    case "asides":
      return (
        <AsidesPanel
          {...shared}
          onShow={(at) =>
            scrollTo({
              start: Math.min(at, article.text.length - 1),
              end: Math.min(at + 1, article.text.length),
            })
          }
        />
      );
  }
};
