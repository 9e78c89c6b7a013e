import { describe, expect, it } from "vitest";
import { newTagFrom, searchTags } from "../../../renderer/parts/search-tags";
import { aTag, someTags } from "./tags";

const [numbers, troops, money, timeline] = someTags();
const tags = [numbers, troops, money, timeline];
const names = (typed: string, recent: readonly string[] = []) =>
  searchTags(tags, typed, (tag) => (recent.includes(tag.name) ? "2024" : "")).map(({ tag }) => tag.name);

describe("the tag palette", () => {
  it("lists what was used lately first while nothing is typed", () => {
    expect(names("", ["Money"])[0]).toBe("Money");
  });

  it("finds by shortcut, beginning, path and letters in order, best first", () => {
    expect(names("1")[0]).toBe("Numbers");
    expect(names("t")).toEqual(["Troops", "Timeline"]);
    expect(names("numbers tro")).toEqual(["Troops"]);
    expect(names("tmln")).toEqual(["Timeline"]);
    expect(names("zzz")).toEqual([]);
  });

  it("ignores case and accents", () => {
    const accented = [aTag(1, "Défense")];
    expect(searchTags(accented, "defe", () => "")).toHaveLength(1);
  });

  it("offers to create what is not there, also as a child, and never a name twice", () => {
    expect(newTagFrom(tags, " Base  cost ")).toEqual({ name: "Base cost", parentId: null });
    expect(newTagFrom(tags, "numbers / Aircraft")).toEqual({ name: "Aircraft", parentId: numbers.id });
    expect(newTagFrom(tags, "yes / no")).toEqual({ name: "yes / no", parentId: null });
    expect(newTagFrom(tags, "TROOPS")).toBeNull();
  });
});
