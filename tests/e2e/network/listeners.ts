import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import type { Target, Vector } from "./vectors";

export type Listeners = {
  readonly targetOf: (vector: Vector) => Target;
  /** Names of the vectors from which anything arrived. */
  readonly hits: () => readonly string[];
  readonly close: () => void;
};

/** A TCP or UDP listener for each vector, on the loopback address: whatever arrives is a leak, and tells which. */
export async function listenForLeaks(vectors: readonly Vector[]): Promise<Listeners> {
  const ports = new Map<string, number>();
  const hits = new Set<string>();
  const closers: (() => void)[] = [];
  for (const { name, over } of vectors) {
    if (over === "tcp") {
      const server = createServer((socket) => {
        hits.add(name);
        socket.on("error", () => {});
        socket.once("data", () => socket.end("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"));
      });
      await once(server.listen(0, "127.0.0.1"), "listening");
      ports.set(name, (server.address() as AddressInfo).port);
      closers.push(() => server.close());
    } else if (over === "udp") {
      const socket = createSocket("udp4").on("message", () => hits.add(name));
      socket.bind(0, "127.0.0.1");
      await once(socket, "listening");
      ports.set(name, socket.address().port);
      closers.push(() => socket.close());
    }
  }
  return {
    targetOf: ({ name }) => {
      const port = ports.get(name) ?? 0;
      return { host: "127.0.0.1", port, url: `http://127.0.0.1:${port}/${encodeURIComponent(name)}` };
    },
    hits: () => vectors.map(({ name }) => name).filter((name) => hits.has(name)),
    close: () => {
      for (const close of closers) close();
    },
  };
}
