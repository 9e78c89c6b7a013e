import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { ImportedArticle } from "../../../../main/import/imported-article";
import { readOdt } from "../../../../main/import/odt";
import { type OdtParts, odtOf, odtParagraph, samples } from "../../../samples/odt";

const read = (bytes: Uint8Array): ImportedArticle => {
  const content = readOdt(bytes, { fileName: "a.odt" });
  if (!content.ok) throw new Error(content.error.message);
  const article = content.value.kind === "articles" ? content.value.articles[0] : undefined;
  if (article === undefined) throw new Error("no article");
  return article;
};

const of = (body: string, parts: Omit<OdtParts, "body"> = {}): ImportedArticle =>
  read(odtOf({ body, ...parts }));

const failure = (bytes: Uint8Array): string => {
  const content = readOdt(bytes, { fileName: "a.odt" });
  return content.ok ? "" : content.error.message;
};

describe("an OpenDocument text", () => {
  it("keeps its text in order, with what each part of it is", () => {
    const { text, blocks, asides } = read(samples[0]?.bytes ?? new Uint8Array());
    expect(blocks.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
      ["heading", "Salt on the road"],
      ["paragraph", "The depot opened  at four.\tNobody came."],
      ["quote", "“It was the wrong salt,” the driver said."],
      ["list-item", "Forty tonnes"],
      ["list-item", "Two lorries"],
      ["table-row", "Day | Tonnes"],
    ]);
    expect(asides).toEqual([
      { at: text.indexOf("“It was"), text: "By the depot’s own clock.", reason: "footnote" },
    ]);
  });

  it("leaves out tracked deletions and comments, and says so", () => {
    const { text, remarks } = of(
      `<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>${odtParagraph(
        "<text:span>It stays.</text:span><office:annotation><text:p>really?</text:p></office:annotation>",
      )}`,
    );
    expect(text).toBe("It stays.");
    expect(remarks).toContain("1 tracked deletion left out of the text");
    expect(remarks).toContain("1 comment left out");
  });

  it("sets its table of contents aside, and puts text boxes after their paragraph", () => {
    const { text, asides } = of(
      [
        "<text:table-of-content><text:index-body><text:p>One ... 1</text:p></text:index-body></text:table-of-content>",
        odtParagraph(
          "<text:span>Before the box.</text:span><draw:frame><draw:text-box><text:p>In the box.</text:p></draw:text-box></draw:frame>",
        ),
        odtParagraph("After."),
      ].join(""),
    );
    expect(text).toBe("Before the box.\n\nIn the box.\n\nAfter.");
    expect(asides).toEqual([{ at: 0, text: "One ... 1", reason: "navigation" }]);
  });

  it("counts spaces that its file writes as a number, but not more than a writer makes", () => {
    expect(of(odtParagraph('<text:span>a</text:span><text:s text:c="3"/>b')).text).toBe("a   b");
    expect(
      of(odtParagraph('<text:span>a</text:span><text:s text:c="999999999"/>b')).text.length,
    ).toBeLessThan(1100);
  });

  it("reads the same whatever prefixes its file has chosen", () => {
    const xml =
      '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:text><t:p>It rained.</t:p><constructor/></o:text></o:body></o:document-content>';
    expect(read(zipSync({ "content.xml": strToU8(xml) })).text).toBe("It rained.");
  });

  it("says that it is protected, nested too deep, or declares a document type", () => {
    const protection = strToU8(
      '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>',
    );
    expect(failure(odtOf({ body: "", others: { "META-INF/manifest.xml": protection } }))).toMatch(/password/);
    const deep = `${"<text:span>".repeat(20_000)}x${"</text:span>".repeat(20_000)}`;
    expect(failure(odtOf({ body: odtParagraph(deep) }))).toMatch(/deep/);
    expect(
      failure(odtOf({ body: odtParagraph("x"), prolog: '<!DOCTYPE a SYSTEM "file:///etc/passwd">' })),
    ).toMatch(/document type/);
  });
});
