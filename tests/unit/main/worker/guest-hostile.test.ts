import { afterAll, expect, test } from "vitest";
import { guestCommand } from "../../../../main/worker/guest-command";
import { startGuest } from "../../../../main/worker/guest-host";
import { hostileFiles } from "../../../samples-hostile";

/* Through the guest as it is built: what may blow the stack or the memory is not tried in the tests' own process. */

const guest = startGuest(guestCommand);
afterAll(guest.stop);

test.each(hostileFiles)(
  "A $name has an outcome within ten seconds, and the next file is read",
  async ({ name, bytes }) => {
    const file = bytes();
    const from = performance.now();
    const [hostile, next] = await Promise.all([
      guest.read(file, { fileName: name }),
      guest.read(Buffer.from("The council met on Tuesday."), { fileName: "next.txt" }),
    ]);
    // Ten for it, and the rest for a new guest on a busy machine.
    expect(performance.now() - from).toBeLessThan(15_000);
    if (hostile.ok) expect(hostile.value.kind).toMatch(/articles|archive|table/);
    else expect(hostile.error.message).toMatch(/^\S.{10,}/);
    expect(next).toMatchObject({ ok: true, value: { kind: "articles" } });
  },
  30_000,
);
