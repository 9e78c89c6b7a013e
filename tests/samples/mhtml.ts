import { aNewsPage } from "./html";

/** A page as Chromium saves it in one file. */
export const aWebArchive = ({
  html = aNewsPage(),
  headers = "Snapshot-Content-Location: https://courier.example/2024/05/20/harbour?from=archive\r\n",
  encoding = "quoted-printable",
  charset = "utf-8",
}: {
  readonly html?: string | Uint8Array;
  readonly headers?: string;
  readonly encoding?: "quoted-printable" | "base64" | "8bit";
  readonly charset?: string;
} = {}): Uint8Array => {
  const bytes = Buffer.from(html);
  const content =
    encoding === "base64"
      ? (bytes.toString("base64").match(/.{1,76}/g) ?? []).join("\r\n")
      : encoding === "8bit"
        ? bytes.toString("latin1")
        : quotedPrintable(bytes);
  const picture = Buffer.from("no picture").toString("base64");
  return Buffer.from(
    `From: <Saved by Blink>\r\n${headers}Subject: =?utf-8?Q?Storm_closes_harbour_of_Lindholm?=\r\nDate: Tue, 21 May 2024 07:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----MultipartBoundary--x1----"\r\n\r\n\r\n` +
      `------MultipartBoundary--x1----\r\nContent-Type: text/html; charset="${charset}"\r\nContent-ID: <frame-1@mhtml.blink>\r\nContent-Transfer-Encoding: ${encoding}\r\nContent-Location: https://courier.example/2024/05/20/harbour\r\n\r\n${content}\r\n` +
      `------MultipartBoundary--x1----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://courier.example/crane.jpg\r\n\r\n${picture}\r\n------MultipartBoundary--x1------\r\n`,
    "latin1",
  );
};

/** Bytes as quoted-printable, with soft line breaks. */
const quotedPrintable = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString("latin1")
    .replace(/[^\n\r -<>-~]/g, (sign) => `=${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`)
    .split(/\r?\n/)
    .map((line) =>
      line
        .replace(/ $/, "=20")
        .replace(/(.{70})(?=.)/g, (part) => (/=.?$/.test(part) ? part : `${part}=\r\n`)),
    )
    .join("\r\n");

/** Valid web archives, for tests that change them. */
export const samples: readonly { name: string; bytes: Uint8Array }[] = [
  { name: "page.mhtml", bytes: aWebArchive() },
  { name: "base64.mht", bytes: aWebArchive({ encoding: "base64", headers: "" }) },
];
