import { expect, it } from "vitest";
import { Analyst, initialsOf } from "../../../../shared/domain/analyst";

it.each([
  ["Bea Ortiz", "BO"],
  ["Ana Maria Lopez de Vega", "AML"],
  ["élodie", "É"],
  ["R2 D2", "RD"],
  ["Jean-Luc", "JL"],
  ["\ud842\udfb7 \ud842\udfb7", "\ud842\udfb7"],
  ["…", ""],
  ["", ""],
])("the initials of %j are %j", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
  if (initials !== "") expect(Analyst.shape.initials.parse(initials)).toBe(initials);
});
