import type { AsideReason } from "../../../shared/domain/article";
import { attribute, type DomElement } from "./dom";

/** What the place of a block says of it. */
export type Place = {
  readonly reason: AsideReason;
  /** Plain enough to set the block aside although the extractor kept it; otherwise it only names what was left out. */
  readonly isCertain: boolean;
};

/** Words of a class or an id are told apart by anything but letters and digits: "ad-slot", "ad_slot", "ad slot". */
const words = (pattern: string): RegExp => new RegExp(`(?:^|[^a-z0-9])(?:${pattern})(?:$|[^a-z0-9])`);

/*
 * Only names that cannot mean an article's own text. "related", "comment", "share" or "footer" alone stand on
 * wrappers of whole articles often enough, so they only name what the extractor left out.
 */
const certain: readonly (readonly [RegExp, AsideReason])[] = [
  [
    words(
      "cookie[-_]?(?:banner|notice|consent|bar|popup|message|overlay|law|info)|onetrust|didomi|cookiebot",
    ),
    "cookie-notice",
  ],
  [
    words("consent[-_]?(?:banner|manager|popup|overlay)|gdpr(?:[-_](?:banner|notice|consent))?|cc[-_]banner"),
    "cookie-notice",
  ],
  [
    words(
      "advert|adverts|advertisement|advertisements|advertising|adsbygoogle|taboola|outbrain|google[-_]ads?",
    ),
    "advertisement",
  ],
  [
    words("ad[-_]?(?:slot|unit|container|wrapper|wrap|block|banner|box|break|placeholder|label)"),
    "advertisement",
  ],
  [words("sponsored[-_](?:links?|content|posts?)"), "advertisement"],
  [
    words("related[-_]?(?:articles?|stories|story|posts?|links?|content|news|coverage|reading|topics?)"),
    "see-also",
  ],
  [
    words(
      "see[-_]?also|also[-_]?read|read[-_]?(?:also|next)|more[-_]?(?:stories|news|coverage)|jp-relatedposts",
    ),
    "see-also",
  ],
  [
    words(
      "recommended[-_](?:articles?|stories|posts?)|most[-_](?:read|popular|viewed)|trending[-_]?(?:now|stories)?",
    ),
    "see-also",
  ],
  [
    words(
      "comment[-_]?(?:list|form|respond|thread|area|section)|comments[-_](?:area|section|list|wrapper)|disqus_thread|leave[-_]?a?[-_]?reply",
    ),
    "comments",
  ],
  [
    words(
      "share[-_]?(?:bar|buttons?|tools?|links?|icons?)|social[-_]?(?:share|sharing|links?|icons?|buttons?)|sharedaddy|addthis\\w*",
    ),
    "other",
  ],
  [
    words(
      "newsletter[-_]?(?:signup|sign-up|form|promo|box|widget|subscribe)|subscribe[-_](?:form|box|widget)",
    ),
    "other",
  ],
  [words("breadcrumbs?|pagination|skip[-_](?:link|to[-_]content)"), "navigation"],
  [
    words("wp-caption-text|image[-_]?caption|photo[-_]?caption|figure[-_]?caption|media[-_]?caption"),
    "caption",
  ],
  [words("(?:photo|image|picture|media|caption)[-_]?credits?"), "credit"],
];

const likely: readonly (readonly [RegExp, AsideReason])[] = [
  [/cookie|consent|gdpr/, "cookie-notice"],
  [/advert|sponsor|promo|(?:^|[^a-z])ads?(?:$|[^a-z])/, "advertisement"],
  [/comment|disqus|respond|replies/, "comments"],
  [/related|see-?also|recommend|popular|trending|most-?read|more-?from/, "see-also"],
  [
    /(?:^|[^a-z])nav|menu|breadcrumb|pagination|pager|masthead|site-?header|footer|sidebar|toolbar/,
    "navigation",
  ],
  [/caption/, "caption"],
  [/credit/, "credit"],
];

const byTag: Readonly<Record<string, Place>> = {
  nav: { reason: "navigation", isCertain: true },
  menu: { reason: "navigation", isCertain: false },
  footer: { reason: "navigation", isCertain: false },
  search: { reason: "navigation", isCertain: true },
  button: { reason: "other", isCertain: true },
  figcaption: { reason: "caption", isCertain: true },
};

const byRole: Readonly<Record<string, Place>> = {
  navigation: { reason: "navigation", isCertain: true },
  menu: { reason: "navigation", isCertain: true },
  menubar: { reason: "navigation", isCertain: true },
  banner: { reason: "navigation", isCertain: false },
  contentinfo: { reason: "navigation", isCertain: false },
  search: { reason: "navigation", isCertain: true },
  dialog: { reason: "other", isCertain: false },
  alertdialog: { reason: "other", isCertain: false },
};

/** They hold the article, whatever a theme writes into their class ("comments-open", "has-sidebar"). */
const neverFurniture = new Set(["html", "body", "main", "article"]);

const own = (table: Readonly<Record<string, Place>>, key: string): Place | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const firstMatch = (table: typeof certain, name: string): AsideReason | undefined =>
  table.find(([pattern]) => pattern.test(name))?.[1];

/** Longer names are generated; the words that matter come first. */
const longestName = 300;

/** What an element's name, role, class and id say of the text in it. */
export const placeOf = (element: DomElement): Place | undefined => {
  const { localName } = element;
  if (neverFurniture.has(localName)) return undefined;
  const tag = own(byTag, localName);
  if (tag?.isCertain) return tag;
  const role = own(byRole, attribute(element, "role"));
  if (role?.isCertain) return role;
  const name = `${attribute(element, "class")} ${attribute(element, "id")}`.slice(0, longestName);
  if (name.length > 1) {
    const sure = firstMatch(certain, name);
    if (sure !== undefined) return { reason: sure, isCertain: true };
    const guess = firstMatch(likely, name);
    if (guess !== undefined) return { reason: guess, isCertain: false };
  }
  return role ?? tag;
};

const soleLabel =
  /^(?:advertisements?|advertising|sponsored(?: content)?|anzeige|werbung|publicité|publicidad|pubblicità|реклама|广告)$/iu;
const pointer =
  /^(?:see also|read also|also read|read more|read next|more on this|related(?: articles?| stories| coverage)?|recommended|[àa]? ?lire aussi|lesen sie auch|mehr zum thema|leer también|lea también|leggi anche|читайте также)\s*[:：|–—]?/iu;

/** Labels of buttons, which are links where there is no script. */
const buttonLabel =
  /^(?:share|share (?:this|on|via)\b.{0,30}|print|e-?mail|tweet|recommend|like|save|facebook|twitter|x|whatsapp|linkedin|reddit|telegram|copy link|subscribe|sign up|comments?(?: \(\d+\))?|\d+ comments?)$/iu;

/** Whether a text only announces links to other articles ("Read more:"), so that links right after it are those. */
export const isPointerAlone = (text: string): boolean => pointer.exec(text)?.[0].length === text.length;

/** Furniture that its own words give away. `linkShare`: how much of the text is links, 0 to 1. */
export const reasonOfWords = (text: string, linkShare: number): AsideReason | undefined => {
  if (text.length > 300) return undefined;
  if (soleLabel.test(text)) return "advertisement";
  if (linkShare >= 0.5 && buttonLabel.test(text)) return "other";
  const lead = pointer.exec(text)?.[0];
  if (lead === undefined) return undefined;
  // "Related" alone heads a box; "See also: title" is one only when the rest is a link. Prose begins like this, too.
  return lead.length === text.length || linkShare >= 0.5 ? "see-also" : undefined;
};
