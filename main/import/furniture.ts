import type { AsideReason } from "../../shared/domain/article";
import type { Piece } from "./build-article";

/*
 * What stands round an article on a web page and travels with it when its text is copied. Each rule is for a whole block
 * or line, and narrow: what only might be furniture is text. None looks further than the block's beginning and end,
 * so that a text of any length is gone through once.
 */

const name = String.raw`\p{Lu}[\p{L}.'’-]*(?:\s+(?:(?:al|bin|da|de|del|den|der|di|du|el|la|le|van|von)\s+)?\p{Lu}[\p{L}.'’-]*){0,4}`;
const pictureAgency = String.raw`AP|A\.P\.|AFP|Reuters|REUTERS|EPA|EPA-EFE|EFE|dpa|DPA|ANSA|TASS|Xinhua|Anadolu|Getty(?: Images)?|Shutterstock|Alamy|Bloomberg|UPI|PA|Zuma|ZUMA(?: Press)?|Sipa(?: USA)?|NurPhoto|Handout|AP Photo|AFP Photo|Associated Press`;

type Rule = {
  readonly reason: AsideReason;
  readonly pattern: RegExp;
  /** Longer blocks are not asked (UTF-16 units). */
  readonly longest: number;
  /** True of every block that the pattern matches, and much quicker to tell. */
  readonly hint?: (block: string) => boolean;
};

const rules: readonly Rule[] = [
  {
    reason: "advertisement",
    longest: 80,
    pattern:
      /^[-–—\s]*(?:advertisements?|(?:story|article) continues (?:below|after)(?: this)? (?:advertisement|ad)|advertisement[\s:–—-]+(?:scroll to continue|story continues below)|scroll to continue with (?:content|ad)|sponsored content|publicité|anzeige|werbung|publicidad|publicidade|pubblicità|advertentie|реклама|reklama|إعلان)[-–—\s.:]*$/iu,
  },
  {
    reason: "shortcode",
    longest: 300,
    hint: (block) => block.startsWith("["),
    // Attributes or a closing slash, or a name that only a content system has: "[sic]" and "[Applause]" are text.
    pattern:
      /^(?:\[\/?[a-z][\w-]*(?:\s+[\w-]+=(?:"[^"\]]*"|'[^'\]]*'|[^\s"'\]]+))+\s*\/?\]|\[\/?(?:gallery|caption|embed|audio|video|playlist|soliloquy|contact-form(?:-7)?|recent_posts|adrotate|ad)\]|\[\/[a-z][\w-]*\])+$/,
  },
  {
    reason: "comments",
    longest: 160,
    pattern:
      /^(?:leave a (?:reply|comment)(?: cancel reply)?|cancel reply|post (?:a )?comment|your e-?mail(?: address)? will not be (?:published|shared)\.(?: required fields are marked \*)?|required fields are marked \*|save my name, email,? and website in this browser for the next time i comment\.?|notify me of (?:follow-?up comments|new posts) by email\.?|this site uses akismet to reduce spam\..{0,80}|(?:comment|name|email|e-mail|website) ?\*|comments are closed\.?|you must be logged in to post a comment\.?|(?:sign|log) in to (?:post a )?comment\.?|laisser un commentaire|schreibe einen kommentar|deja (?:un comentario|una respuesta)|lascia un commento|deixe um comentário|добавить комментарий)$/iu,
  },
  {
    reason: "cookie-notice",
    longest: 600,
    hint: (block) => /cookie/i.test(block),
    pattern:
      /^(?:(?:we(?: and our (?:\d+ )?partners)?|(?:this|our) (?:web)?site) uses? (?:(?!and )[\w-]+ ){0,3}cookies\b|by (?:continuing to (?:use|browse)|using|clicking|accepting)\b[^.]{0,120}\bcookies\b|(?:accept|reject|allow|decline|manage) (?:all )?cookies$|manage cookie preferences$|cookie (?:settings|preferences|policy|notice)$)/iu,
  },
  {
    reason: "see-also",
    longest: 300,
    // The words, then a sign or a wide blank, then a headline: "See also the annex." is a sentence.
    pattern:
      /^[-–—•▶►→>*\s]*(?:see also|also read|read also|also see|read more|read next|more on this|related(?: (?:articles?|stories|story|news|coverage))?|recommended(?: (?:stories|reading))?|don['’]t miss|you may also like|(?:à )?lire aussi|lesen sie auch|mehr zum thema|lea también|lee también|leggi anche|leia também|lees ook|читайте также|اقرأ أيضا|اقرأ أيضًا)(?:[^\S\n]*[:|–—>»-]|[\u00a0\u2003\t]|\s{2,})\s*\S.*[^.\s]$/iu,
  },
  {
    reason: "navigation",
    longest: 340,
    pattern:
      /^(?:(?:tagged|tags|filed under|posted in|categories|topics|keywords|labels)\s*:.{0,300}|share (?:this|this article|this story|on (?:facebook|twitter|x|whatsapp|linkedin|telegram|email))\s*:?|click to (?:share|email|print)\b.{0,100}|skip to (?:main )?content|back to top|like this:(?: like)?(?: loading\.{3})?|(?:like )?loading(?:\.{3}|…)|(?:previous|next) (?:article|post|story)(?:\s*[:→←»«].{0,200})?|(?:subscribe|sign up) (?:to|for) (?:our|the) [\w ]{0,40}newsletters?\.?|follow us on [\w, ]{1,60}\.?|print this (?:page|article)|\(opens in new window\))$/iu,
  },
  {
    reason: "other",
    longest: 450,
    hint: (block) => /^[c©(]/i.test(block),
    pattern: /^(?:copyright|©|\(c\))\s*(?:©|\(c\))?\s*(?:19|20)\d\d\b.{0,400}$/iu,
  },
  {
    reason: "credit",
    longest: 160,
    pattern: new RegExp(
      [
        String.raw`^(?:[Ss]witch|[Tt]oggle|[Hh]ide|[Ee]nlarge this image\s*(?:toggle|hide)?)\s*caption\s*.{0,100}$`,
        String.raw`^\(?(?:[Pp]hoto(?:graph)?s?|PHOTO|[Ii]mages?|[Pp]ictures?|(?:[Pp]hoto|[Pp]icture|[Ii]mage) [Cc]redit|[Cc]redit|[Ff]oto|[Bb]ild|[Cc]rédits?(?: photo)?)\s*(?:[:/]\s*(?:by\s)?|by\s|courtesy of\s)${name}(?:\s*[/|]\s*${name})*\)?$`,
        String.raw`^[Ii]mage source,\s*${name}$`,
        String.raw`^\(?(?!\p{Lu}{3,}\s*/)(?:(?:${pictureAgency})\s*/\s*)?${name}\s*/\s*(?:${pictureAgency})(?:\s+via\s+(?:${pictureAgency}))?\)?$`,
        String.raw`^\(?(?:${pictureAgency})\s*/\s*${name}\)?$`,
        `^(?:${pictureAgency}) via (?:${pictureAgency})$`,
      ].join("|"),
      "u",
    ),
  },
  {
    reason: "caption",
    longest: 600,
    // A whole sentence with a photographer behind it, in brackets ...
    hint: (block) => block.endsWith(")") || block.endsWith("]"),
    pattern:
      /^.{10,400}[.!?”"’)\]]\s*[([](?:AP |AFP |File |file )?(?:[Pp]hoto|[Pp]hotograph|[Ii]mage|[Pp]icture|File|[Ff]oto)s?(?:[:/]| by )[^()[\]]{2,80}[)\]]$/u,
  },
  {
    reason: "caption",
    longest: 600,
    // ... or with an agency's name.
    hint: (block) => block.includes("/"),
    pattern: new RegExp(
      [
        String.raw`^.{10,400}[.!?”"’)\]]\s+${name}\s?/\s?(?:${pictureAgency})(?: via (?:${pictureAgency}))?$`,
        String.raw`^.{10,400}[.!?”"’)\]]\s+(?:REUTERS|AFP|AP Photo|EPA)\s?/\s?${name}$`,
      ].join("|"),
      "u",
    ),
  },
  {
    reason: "caption",
    longest: 450,
    hint: (block) => /^(?:image|photo|picture) c/i.test(block),
    pattern: /^(?:Image|Photo|Picture) caption\s*[:,]\s*.{1,400}$/u,
  },
];

/** A list of links and their numbers under the word "Sources", and nothing else. */
const sourcesFooter =
  /^sources?\b\s*:?\s*(?:\d{1,3}\s*[/.):-]\s*|[-•*–]\s*)?(?:https?:\/\/|www\.)[^\s<>"]+(?:\s+(?:\d{1,3}\s*[/.):-]\s*|[-•*–]\s*)?(?:https?:\/\/|www\.)[^\s<>"]+)*$/i;

const matches = (block: string, { pattern, longest, hint }: Rule): boolean =>
  block.length <= longest && (hint?.(block) ?? true) && pattern.test(block);

const longestFooter = 20_000;

/** What a block or a line that stands alone is, when it is no part of the article; null for text. */
export const furnitureOf = (block: string): AsideReason | null => {
  const rule = rules.find((candidate) => matches(block, candidate));
  if (rule !== undefined) return rule.reason;
  const isFooter = /^sources?\b/i.test(block) && block.length <= longestFooter && sourcesFooter.test(block);
  return isFooter ? "sources" : null;
};

/** A button that pages of public radio put under a picture's caption; machines copy and translate it. */
const captionButton = /^(?:switch|toggle|hide|enlarge this image)\s*(?:toggle\s*|hide\s*)?caption/i;

const longestCaption = 400;

const linksOnly = /^(?:\d{1,3}\s*[/.):-]\s*|[-•*–]\s*)?(?:https?:\/\/|www\.)[^\s<>"]+$/i;
const sourcesHead = /^sources?\s*:?$/i;

/** Marks the furniture among pieces. What a reader has already set aside stays as it is. */
export const markFurniture = (pieces: readonly Piece[]): Piece[] => {
  let isInSources = false;
  return pieces.map((piece, at) => {
    if (piece.aside !== undefined || !/^(?:paragraph|heading|list-item)$/.test(piece.kind)) return piece;
    const text = piece.text.trim();
    const next = pieces[at + 1]?.text.trim() ?? "";
    const reason = furnitureOf(text);
    isInSources =
      reason === "sources" ||
      (isInSources && linksOnly.test(text)) ||
      (sourcesHead.test(text) && linksOnly.test(next));
    const isCaption = text.length <= longestCaption && !text.includes("\n") && captionButton.test(next);
    const aside = reason ?? (isInSources ? "sources" : isCaption ? "caption" : undefined);
    return aside === undefined ? piece : { ...piece, aside };
  });
};

/** Every link in a footer of sources, in order, without the sign that ends its entry. */
export const linksIn = (footer: string): string[] =>
  (footer.match(/https?:\/\/[^\s<>"]+/gi) ?? []).map((link) => link.replace(/[.,;)]+$/, ""));
