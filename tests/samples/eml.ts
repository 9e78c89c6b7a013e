import { newsParagraphs } from "./html";

/** Headers of a mail with a subject that is not ASCII. */
const mailHeaders = [
  'From: "Lindholm Courier Briefing" <briefing@courier.example>',
  "To: reader@example.org",
  "Subject: =?utf-8?B?SGFyYm91ciBjbG9zZWQg4oCTIHdoYXQgd2Uga25vdw==?=",
  "Date: Mon, 20 May 2024 23:30:00 -0400",
  "MIME-Version: 1.0",
];

/** A mail of these lines, as they go over the wire. */
export const aMail = (...lines: readonly string[]): Uint8Array =>
  Buffer.from([...mailHeaders, ...lines].join("\r\n"));

const html = `<html><body><h1>Harbour closed</h1>${newsParagraphs.map((text) => `<p>${text}</p>`).join("")}<p>You received this email because you signed up. <a href="https://courier.example/u">Unsubscribe</a></p></body></html>`;

/** A newsletter in both forms with a picture and an attachment. */
export const aNewsletter = ({ markup = html, text = newsParagraphs.join("\r\n\r\n") } = {}): Uint8Array =>
  aMail(
    "Content-Type: multipart/mixed; boundary=outer",
    "",
    "This is a message in several parts.",
    "--outer",
    'Content-Type: multipart/alternative; boundary="in ner"',
    "",
    "--in ner",
    "Content-Type: text/plain; charset=utf-8",
    "",
    text,
    "--in ner",
    "Content-Type: text/html; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    (
      Buffer.from(markup)
        .toString("base64")
        .match(/.{1,76}/g) ?? []
    ).join("\r\n"),
    "--in ner--",
    "--outer",
    "Content-Type: application/pdf; name=report.pdf",
    "Content-Disposition: attachment; filename*=utf-8''r%C3%A9port.pdf",
    "Content-Transfer-Encoding: base64",
    "",
    "JVBERi0=",
    "--outer--",
    "",
  );

/** Valid mails, for tests that change them. */
export const samples: readonly { name: string; bytes: Uint8Array }[] = [
  { name: "newsletter.eml", bytes: aNewsletter() },
  {
    name: "flowed.eml",
    bytes: aMail(
      "Content-Type: text/plain; charset=utf-8; format=flowed",
      "",
      "Here is what the port \r\nsays about it.",
      "",
      "> It is closed \r\n> until Thursday.",
      "-- ",
      "Jo",
    ),
  },
  {
    name: "latin-1.eml",
    bytes: Buffer.from(
      "From: a@example.org\nSubject: =?iso-8859-1?Q?Caf=E9?=\nContent-Type: text/plain; charset=iso-8859-1\n\nLe caf\xe9 est ferm\xe9.\n",
      "latin1",
    ),
  },
];
