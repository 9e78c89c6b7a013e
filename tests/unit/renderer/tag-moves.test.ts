import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { besideTag, insideTag, stepTag } from "../../../renderer/features/tags/tag-moves";
import { indexTags, tagPath, tagTree } from "../../../renderer/parts/tag-tree";
import { someTags } from "./tags";

const [numbers, troops, money, timeline] = someTags();
const tags = [numbers, troops, money, timeline];
const namesAfter = (id: string, move: object | null) =>
  tagTree(tags.map((tag) => (tag.id === id ? { ...tag, ...move } : tag))).map(({ tag, children }) => [
    tag.name,
    children.map((child) => child.tag.name),
  ]);

describe("moving a tag", () => {
  it("puts it before or behind another on that one's level", () => {
    expect(namesAfter(timeline.id, besideTag(tags, timeline, money.id, "before"))).toEqual([
      ["Numbers", ["Troops", "Timeline", "Money"]],
    ]);
  });

  it("writes the position alone among the same siblings", () => {
    expect(besideTag(tags, troops, money.id, "after")).toEqual({ position: 3 });
  });

  it("puts it last inside another", () => {
    expect(namesAfter(timeline.id, insideTag(tags, timeline, numbers.id))).toEqual([
      ["Numbers", ["Troops", "Money", "Timeline"]],
    ]);
  });

  it("refuses a place below the tag itself", () => {
    expect(insideTag(tags, numbers, troops.id)).toBeNull();
    expect(besideTag(tags, numbers, troops.id, "before")).toBeNull();
  });

  it("steps by the arrows: up, into the one above, out of the parent", () => {
    expect(namesAfter(money.id, stepTag(tags, money, "ArrowUp"))).toEqual([
      ["Numbers", ["Money", "Troops"]],
      ["Timeline", []],
    ]);
    expect(namesAfter(timeline.id, stepTag(tags, timeline, "ArrowRight"))).toEqual([
      ["Numbers", ["Troops", "Money", "Timeline"]],
    ]);
    expect(namesAfter(troops.id, stepTag(tags, troops, "ArrowLeft"))).toEqual([
      ["Numbers", ["Money"]],
      ["Troops", []],
      ["Timeline", []],
    ]);
    expect(stepTag(tags, numbers, "ArrowUp")).toBeNull();
  });
});

describe("the tree", () => {
  it("shows every tag once, whatever parents two merged histories gave", () => {
    const parents = fc.array(fc.option(fc.nat(3)), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(parents, (given) => {
        const tangled = tags.map((tag, at) => ({
          ...tag,
          parentId: given[at] === null ? null : (tags[given[at] ?? 0]?.id ?? null),
        }));
        const shown: string[] = [];
        const walk = (nodes: ReturnType<typeof tagTree>): void => {
          for (const node of nodes) {
            shown.push(node.tag.name);
            walk(node.children);
          }
        };
        walk(tagTree(tangled));
        expect(shown.toSorted()).toEqual(tags.map(({ name }) => name).toSorted());
        for (const tag of tangled) expect(tagPath(tag, indexTags(tangled)).endsWith(tag.name)).toBe(true);
      }),
    );
  });
});
