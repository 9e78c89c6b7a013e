import { describe, expect, it } from "vitest";
import { findInvisible } from "../../../renderer/parts/invisible-characters";

const signs = (text: string) => findInvisible(text).map(({ sign, start, end }) => `${sign} ${start}-${end}`);

describe("finding the characters that nobody sees", () => {
  it("names a direction override and says where it stands", () => {
    expect(findInvisible("photo\u202Egnp.exe")).toEqual([
      { start: 5, end: 6, code: "U+202E", name: "right-to-left override", sign: "RLO" },
    ]);
  });

  it("finds zero-width characters, isolates, soft hyphens, controls and byte order marks", () => {
    expect(signs("\uFEFFa\u200Bb\u2066c\u2069d\u00ADe\u0007")).toEqual([
      "BOM 0-1",
      "ZWSP 2-3",
      "LRI 4-5",
      "PDI 6-7",
      "SHY 8-9",
      "0007 10-11",
    ]);
  });

  it("finds hidden tags, which are two units long, and halves of characters", () => {
    expect(signs("a\u{E0041}b\uD83D")).toEqual(["TAG 1-3", "D83D 4-5"]);
  });

  it("leaves ordinary text alone: line ends, tabs, accents, other scripts, whole emoji", () => {
    expect(signs("Naïve, café\tنيجر\nНигер 🛩 👩🏽‍🚒")).toEqual([]);
  });

  it("leaves joiners alone where the script needs them, and only there", () => {
    expect(signs("می\u200Cخواهم")).toEqual([]);
    expect(signs("क्\u200Dष")).toEqual([]);
    expect(signs("pay\u200Cpal")).toEqual(["ZWNJ 3-4"]);
  });
});
