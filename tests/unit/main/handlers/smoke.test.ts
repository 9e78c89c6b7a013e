import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSession } from "../../../../main/handlers/session";

test("smoke", async () => {
  const dir = mkdtempSync(join(tmpdir(), "assay-"));
  const session = createSession({
    analyst: { id: "ana-0123456789abcdef0123456789abcdef" as never, name: "Test", initials: "T" },
    publish: () => {},
  });
  const opened = await session.jobs.createSample({ path: join(dir, "s.assay") });
  console.log(opened);
  expect(opened.ok).toBe(true);
  console.log(JSON.stringify(await session.jobs.verify(undefined), null, 1));
  console.log(JSON.stringify(await session.call("project", "integrity", undefined)));
  const list = await session.call("articles", "list", { search: "prime minister" });
  console.log(JSON.stringify(list.ok && list.value[0], null, 1));
  const claims = await session.call("claims", "list", {});
  console.log(JSON.stringify(claims.ok && claims.value.claims[0], null, 1));
  console.log(JSON.stringify(await session.call("claims", "facets", {})).slice(0, 1500));
  console.log(JSON.stringify(await session.call("history", "list", { limit: 5 })).slice(0, 1500));
});
