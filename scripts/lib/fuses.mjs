import fuses from "@electron/fuses";

/** The bytes of the fuse wire. */
const OFF = 0x30;
const ON = 0x31;

/** What the production binary must say of itself; electron-builder.yml asks for the same. */
const EXPECTED = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};

/** Reads the fuses back from the binary. @returns {Promise<string[]>} one line for each that is set wrongly */
export async function wrongFuses(executable) {
  const wire = await fuses.getCurrentFuseWire(executable);
  return Object.entries(EXPECTED)
    .filter(([name, isOn]) => wire[fuses.FuseV1Options[name]] !== (isOn ? ON : OFF))
    .map(([name, isOn]) => `${name} should be ${isOn ? "on" : "off"}`);
}
