import { useVirtualizer } from "@tanstack/react-virtual";
import { CircleDot, Info, Trash2 } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { ArticleSummary } from "../../../shared/domain/article";
import { ContextMenu } from "../../ui/Menu";
import { openArticle, useUi } from "../../ui-state";
import styles from "./ArticleList.module.css";
import { ArticleRow } from "./ArticleRow";
import { removeArticle, setArticleRead } from "./article-actions";
import { openArticleDetails, settleFocus, useLibrary } from "./use-library";

const icon = { size: 16, strokeWidth: 1.6, "aria-hidden": true } as const;
const optionId = (article: ArticleSummary) => `library-${article.id}`;

/**
 * The library's articles as one list box: arrows move, Enter opens, Delete deletes with an undo, F2 opens the
 * details. Only the rows near the view exist, so that ten thousand articles scroll like ten.
 */
export const ArticleList = ({
  articles,
  isReadOnly,
  onOpen,
}: {
  readonly articles: readonly ArticleSummary[];
  readonly isReadOnly: boolean;
  readonly onOpen: () => void;
}) => {
  const openId = useUi((state) => state.articleId);
  const openIndex = articles.findIndex((article) => article.id === openId);
  const [activeId, setActiveId] = useState(openId);
  const [menu, setMenu] = useState<{ article: ArticleSummary; at: { x: number; y: number } } | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: articles.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 82,
    getItemKey: (index) => articles[index]?.id ?? index,
    overscan: 8,
  });

  // Something else opened an article (the palette, a jump from a claim): the list goes along.
  useEffect(() => {
    if (openId === null) return;
    setActiveId(openId);
    if (openIndex >= 0) virtualizer.scrollToIndex(openIndex, { align: "auto" });
  }, [openId, openIndex, virtualizer]);

  const found = articles.findIndex((article) => article.id === activeId);
  // When the active article has gone (deleted, filtered out), its place in the list stays active.
  const lastIndex = useRef(0);
  const activeIndex = found === -1 ? Math.min(lastIndex.current, articles.length - 1) : found;
  useEffect(() => {
    lastIndex.current = activeIndex;
  }, [activeIndex]);
  const active = articles[activeIndex];

  // Ctrl+1 asks for the list when the library is already there.
  const isWanted = useLibrary((state) => state.wanted === "list");
  useEffect(() => {
    if (!isWanted) return;
    scroller.current?.focus();
    settleFocus();
  }, [isWanted]);

  const moveTo = (index: number) => {
    const next = articles[Math.max(0, Math.min(articles.length - 1, index))];
    if (next === undefined) return;
    setActiveId(next.id);
    virtualizer.scrollToIndex(articles.indexOf(next), { align: "auto" });
  };
  const open = (article: ArticleSummary) => {
    setActiveId(article.id);
    openArticle(article.id);
    onOpen();
  };
  const openMenu = (article: ArticleSummary, row: Element | null, x?: number, y?: number) => {
    setActiveId(article.id);
    const box = row?.getBoundingClientRect();
    setMenu({ article, at: { x: x ?? (box?.left ?? 0) + 16, y: y ?? (box?.top ?? 0) + 32 } });
  };

  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 600) / 82) - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    if (active === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps: Record<string, () => void> = {
      ArrowDown: () => moveTo(activeIndex + 1),
      ArrowUp: () => moveTo(activeIndex - 1),
      PageDown: () => moveTo(activeIndex + page),
      PageUp: () => moveTo(activeIndex - page),
      Home: () => moveTo(0),
      End: () => moveTo(articles.length - 1),
      Enter: () => open(active),
      " ": () => open(active),
      F2: () => openArticleDetails(active.id),
      ContextMenu: () => openMenu(active, document.getElementById(optionId(active))),
      ...(isReadOnly ? {} : { Delete: () => void removeArticle(active) }),
      ...(event.shiftKey && event.key === "F10"
        ? { F10: () => openMenu(active, document.getElementById(optionId(active))) }
        : {}),
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    step();
  };

  return (
    <>
      <div
        ref={scroller}
        className={styles.list}
        role="listbox"
        aria-label="Articles"
        tabIndex={0}
        aria-activedescendant={active === undefined ? undefined : optionId(active)}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" className={styles.rows} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const article = articles[item.index];
            if (article === undefined) return null;
            return (
              // Keys are the list box's, which has the focus; a row only takes the pointer.
              // biome-ignore lint/a11y/useKeyWithClickEvents: see above
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                id={optionId(article)}
                className={styles.row}
                style={{ transform: `translateY(${item.start}px)` }}
                role="option"
                tabIndex={-1}
                aria-selected={article.id === openId}
                aria-setsize={articles.length}
                aria-posinset={item.index + 1}
                data-active={article.id === active?.id || undefined}
                onClick={() => open(article)}
                onContextMenu={(event) => {
                  event.preventDefault();
                  openMenu(article, event.currentTarget, event.clientX, event.clientY);
                }}
              >
                <ArticleRow article={article} />
              </div>
            );
          })}
        </div>
      </div>
      {menu === null ? null : (
        <ContextMenu
          label={`Article ${menu.article.title}`}
          at={menu.at}
          onClose={() => {
            setMenu(null);
            scroller.current?.focus();
          }}
          groups={[
            {
              entries: [
                {
                  id: "details",
                  label: "Article details…",
                  keys: "F2",
                  icon: <Info {...icon} />,
                  run: () => openArticleDetails(menu.article.id),
                },
                {
                  id: "read",
                  label: menu.article.isRead ? "Mark as unread" : "Mark as read",
                  icon: <CircleDot {...icon} />,
                  run: () => setArticleRead(menu.article, !menu.article.isRead),
                },
              ],
            },
            {
              entries: isReadOnly
                ? []
                : [
                    {
                      id: "delete",
                      label: "Delete article",
                      keys: "Delete",
                      tone: "danger",
                      icon: <Trash2 {...icon} />,
                      run: () => void removeArticle(menu.article),
                    },
                  ],
            },
          ]}
        />
      )}
    </>
  );
};
