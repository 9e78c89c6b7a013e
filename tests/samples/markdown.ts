const article = `---
title: "Ferry line to close"
date: 2024-05-11T08:00:00Z
authors: [Jane Doe, John Roe]
source: https://paper.example/2024/05/10/x
lang: en
---

# Ferry line to close

By **Jane Doe**

The ferry line will [close its northern route](https://x.example) at the *end*
of the month &amp; nobody knows why. ![A pier](pier.jpg "Pier")

> quoted words
> second line

- one
- two
  - nested

1. first
2. second

| a | b |
|---|---|
| 1 | 2 |

\`\`\`js
let code = 1;
\`\`\`

<div>some <b>HTML</b></div>

[^1]: https://note.example
`;

const bare = `# Ferry line to close

The ferry line will close its northern route.

Why it closes
-------------

Nobody **knows**, and [the office](https://office.example/x) does not say.
`;

/** Valid texts in Markdown, for tests that change them. */
export const samples: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [
  { name: "an article with front matter", bytes: Buffer.from(article) },
  { name: "an article without", bytes: Buffer.from(bare) },
  {
    name: "TOML front matter",
    bytes: Buffer.from('+++\ntitle = "Ferry"\ndate = 2024-05-11\n+++\n\nThe text.\n'),
  },
];
