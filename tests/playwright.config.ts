import { defineConfig } from "@playwright/test";

/** Ways of driving the real window: tests, screenshots of every screen, and measurements. */
export default defineConfig({
  projects: [
    { name: "e2e", testDir: "e2e", testMatch: "**/*.test.ts", testIgnore: "network/**" },
    // What leaves the machine can only be seen where it could: the others run without a network.
    { name: "network", testDir: "e2e/network", testMatch: "network.test.ts" },
    { name: "silence", testDir: "e2e/network", testMatch: "silence.test.ts", timeout: 400_000 },
    { name: "shots", testDir: "shots", testMatch: "**/*.shots.ts" },
    { name: "bench", testDir: "bench", testMatch: "**/*.bench.ts" },
  ],
  outputDir: "../test-results",
  // Each test starts an Electron of its own; a second at a time would only slow both down on two cores.
  workers: 1,
  fullyParallel: false,
  // A test that passes at the second try is a bug in the app or in the test.
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: { trace: "off" },
});
