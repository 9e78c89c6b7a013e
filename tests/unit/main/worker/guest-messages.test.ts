import fc from "fast-check";
import { expect, test } from "vitest";
import { type FromGuest, frame, type ToRead, unframe } from "../../../../main/worker/guest-messages";

const messages = fc.array(
  fc.record({
    id: fc.nat(),
    known: fc.record({ fileName: fc.string({ unit: "binary" }) }),
    bytes: fc.uint8Array({ maxLength: 300 }),
  }),
  { maxLength: 12 },
);

test("Messages come out as they went in, however the pipe cuts them", () => {
  fc.assert(
    fc.property(messages, fc.infiniteStream(fc.integer({ min: 1, max: 400 })), (sent: ToRead[], cuts) => {
      const stream = Buffer.concat(sent.map(frame));
      const heard: unknown[] = [];
      const read = unframe((message) => heard.push(message));
      for (let at = 0; at < stream.length; ) {
        const end = at + cuts.next().value;
        read(stream.subarray(at, end));
        at = end;
      }
      expect(
        heard.map((message) => ({ ...(message as ToRead), bytes: [...(message as ToRead).bytes] })),
      ).toEqual(sent.map((message) => ({ ...message, bytes: [...message.bytes] })));
    }),
  );
});

test("A large message in thousands of parts is joined once", () => {
  const sent: FromGuest = { kind: "read", id: 1, result: Buffer.alloc(64_000_000, "x") };
  const stream = frame(sent);
  const heard: unknown[] = [];
  const read = unframe((message) => heard.push(message));
  const start = performance.now();
  for (let at = 0; at < stream.length; at += 4096) read(stream.subarray(at, at + 4096));
  expect(heard).toHaveLength(1);
  expect(performance.now() - start).toBeLessThan(3000);
});

test("A length that no message has, and bytes that are none, are thrown out", () => {
  expect(() => unframe(() => {})(Buffer.alloc(8, 0xff))).toThrow("longer than any");
  expect(() => unframe(() => {})(Buffer.from([4, 0, 0, 0, 1, 2, 3, 4]))).toThrow();
});
