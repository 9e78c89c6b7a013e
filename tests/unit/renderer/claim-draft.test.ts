import { expect, test } from "vitest";
import { finish, goingInto, newDraft } from "../../../renderer/features/reader/claim-draft";
import { ClaimId } from "../../../shared/ids";

const into = { id: ClaimId.parse("clm-01900000-0000-7000-8000-000000000001"), statement: "Troops left." };

test("the statement of a passage that runs over paragraphs is one line", () => {
  expect(newDraft("The first.\n\n\tThe  second. ").statement).toBe("The first. The second.");
});

test("no judgement is proposed but that a passage supports the claim made from it", () => {
  expect(newDraft("Troops left.")).toMatchObject({ kind: null, credibility: null, stance: "supports" });
  expect(goingInto(into).stance).toBeNull();
});

test("what is missing is asked for one by one", () => {
  const asked = (draft: Parameters<typeof finish>[0]) => {
    const end = finish(draft);
    return "problem" in end ? end.problem.field : null;
  };
  const draft = newDraft("");
  expect(asked(draft)).toBe("statement");
  expect(asked({ ...draft, statement: "Troops left." })).toBe("kind");
  expect(asked({ ...draft, statement: "Troops left.", kind: "fact" })).toBeNull();
  expect(asked({ ...draft, ...goingInto(into) })).toBe("stance");
  expect(asked({ ...draft, ...goingInto(into), stance: "context" })).toBeNull();
});
