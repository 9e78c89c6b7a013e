import type { LikelySame } from "../../../shared/domain/merge";
import { count } from "../../parts/dates";
import { useCall } from "../../query";
import { Button } from "../../ui/Button";
import { MenuButton } from "../../ui/Menu";
import styles from "./MergeTab.module.css";
import share from "./ShareScreen.module.css";
import { join, keepApart } from "./use-merge";

const uses = (n: number): string => count(n, "use");

const Pair = ({ pair, isReadOnly }: { readonly pair: LikelySame; readonly isReadOnly: boolean }) => {
  const { a, b, why } = pair;
  const about = `${a.name} and ${b.name}`;
  return (
    <li className={styles.pair}>
      <div>
        <p className={styles.names}>
          <strong>
            <bdi>{a.name}</bdi>
          </strong>{" "}
          and{" "}
          <strong>
            <bdi>{b.name}</bdi>
          </strong>
        </p>
        <p className={styles.why}>
          Two {pair.entity}s, {why}.{" "}
          {a.uses + b.uses === 0
            ? "Neither is used yet."
            : `The first has ${uses(a.uses)}, the second ${uses(b.uses)}.`}
        </p>
      </div>
      {isReadOnly ? null : (
        <div className={styles.acts}>
          <MenuButton
            label={`Join ${about}`}
            trigger={<Button aria-label={`Join ${about}`}>Join…</Button>}
            groups={[
              {
                heading: "Which name stays",
                entries: [
                  { id: "a", label: a.name, run: () => void join(pair, "b") },
                  { id: "b", label: b.name, run: () => void join(pair, "a") },
                ],
              },
            ]}
            placement="bottom end"
          />
          <Button tone="quiet" aria-label={`Keep ${about} apart`} onPress={() => void keepApart(pair)}>
            Keep apart
          </Button>
        </div>
      )}
    </li>
  );
};

/** Tags and sources that look like one under two names: each pair is joined, or said to be two. */
export const Joins = ({ isReadOnly }: { readonly isReadOnly: boolean }) => {
  const pairs = useCall("merges", "joins", undefined).data ?? [];
  if (pairs.length === 0) return null;
  return (
    <section className={share.section} aria-labelledby="merge-joins">
      <h2 id="merge-joins">{count(pairs.length, "pair of names looks", "pairs of names look")} like one</h2>
      <p className={share.lead}>
        People who work apart name the same thing in two ways. Joining moves everything to the name that
        stays, and can be undone.
      </p>
      <ul className={styles.pairs}>
        {pairs.map((pair) => (
          <Pair key={`${pair.a.id} ${pair.b.id}`} pair={pair} isReadOnly={isReadOnly} />
        ))}
      </ul>
    </section>
  );
};
