import { expect, test } from "vitest";
import { describeError } from "../../../main/describe-error";

const marker = "A defence official said that more than 1,000 troops would leave";

test("An error is described by its name, code, message and where it happened", () => {
  const error = Object.assign(new TypeError("cannot read it"), { code: "SQLITE_BUSY" });
  expect(describeError(error)).toMatch(/^TypeError SQLITE_BUSY: cannot read it\n\s+at /);
});

test("What an error quotes is left out: it may be an article's text", () => {
  for (const fail of [
    () => JSON.parse(marker),
    () => {
      throw new Error(`no such token "${marker}" in line 3`);
    },
    () => {
      throw new Error(`unrecognized token: "${marker}`);
    },
    () => {
      throw new Error(`bad value '${marker}'`);
    },
    () => {
      throw new Error(`bad value \`${marker}\``);
    },
    () => {
      throw marker;
    },
    () => {
      throw { message: marker };
    },
  ]) {
    let thrown: unknown;
    try {
      fail();
    } catch (error) {
      thrown = error;
    }
    expect(describeError(thrown)).not.toContain("troops");
  }
});

test("A long message is cut", () => {
  expect(describeError(new Error("x".repeat(10_000))).split("\n")[0]?.length).toBeLessThan(400);
});
