import iconv from "iconv-lite";

const report = ` date 2024-05-11 \r\n\r\n\r\nA crowd waits at the northern pier of Alder Bay.\r\n\r\ntoggle captionJane Doe/AP\r\n\r\nALDER BAY, Norland (AP) — The ferry line will close its northern route at the end of the month, three people briefed on the plan told The Alder Times on Tuesday.\r\n\r\nSee also\u00a0 Harbour news: the pier is open\r\n\r\n“We agreed to close it,”  the official said. The harbour office did not answer.\r\n\r\n___ Jane Doe reported from Rome. John Roe in Paris contributed to this report.\r\n\r\nSources 1/ https://paper.example/2024/05/10/x 2/ https://b.example\r\n\r\nAdvertisements\r\n[gallery id="3"]\r\nTagged:\r\n\r\nLeave a Reply\r\n\r\nYour e-mail will not be shared. Required fields are marked *`;

const wrapped =
  "Ferry line to close northern route\n\nThe ferry line will close its northern route at the end of the\nmonth, three people briefed on the plan said on Tuesday, and the\ncrews were told a day later. The harbour office did not answer\nquestions about the plan.\n\n- one thing\n- another thing\n\nNobody knows what becomes of the two boats which have served the\nroute for so many years, and which are among the last of their\nkind in the country.\n";

const russian =
  "Пароходство объявило в четверг, что паром перестанет ходить в середине сентября. «Это важный шаг», — сказал мэр.";

const japanese =
  "会社は木曜日、フェリーが九月中旬に運航を終えると発表した。市長は「これは重要な一歩だ」と述べた。";

/** Valid plain texts, for tests that change them. */
export const samples: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [
  { name: "a collected report with furniture", bytes: Buffer.from(report) },
  { name: "hard-wrapped", bytes: Buffer.from(wrapped) },
  { name: "UTF-16 with a byte order mark", bytes: Buffer.from(`\ufeff${report}`, "utf16le") },
  { name: "UTF-16 without a byte order mark", bytes: Buffer.from(russian, "utf16le") },
  { name: "windows-1251", bytes: iconv.encode(russian, "windows-1251") },
  { name: "Shift_JIS", bytes: iconv.encode(japanese, "shift_jis") },
];
