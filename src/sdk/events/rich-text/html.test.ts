import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RichNode, RichTag } from "#api/rich-text.ts";
import { user } from "#sdk/testing/event-factory.ts";
import type { TextContext } from "./context.ts";
import { fromHtml } from "./html.ts";
import { toPlain } from "./to-plain.ts";

const me = user("me");
const context: TextContext = { me, nameOf: (id) => (id === user("ada") ? "Ada" : undefined) };
const html = (text: string): RichNode[] => fromHtml(text, context);
const text = (value: string): RichNode => ({ kind: "text", text: value });
const element = (tag: RichTag, ...children: RichNode[]): RichNode => ({ kind: "element", tag, children });

test("a tag the text ends in closes nothing that was opened", () => {
  expect(html("<b>one</b> two<a ")).toEqual([element("strong", text("one")), text(" two")]);
  expect(html("<b>one<A ")).toEqual([element("strong", text("one"))]);
  expect(html("<b>one<b ")).toEqual([element("strong", text("one"))]);
  expect(html("<script>x<b ")).toEqual([]);
});

describe("allowed markup", () => {
  test("inline tags keep their meaning, old names become new ones", () => {
    expect(html("<b>a</b> <i>b</i> <s>c</s> <strike>d</strike> <u>e</u>")).toEqual([
      element("strong", text("a")),
      text(" "),
      element("em", text("b")),
      text(" "),
      element("del", text("c")),
      text(" "),
      element("del", text("d")),
      text(" "),
      element("u", text("e")),
    ]);
  });

  test("white space collapses as on a page, between blocks it is gone", () => {
    expect(html("<p>one\n  two </p>\n\n<p> three</p>\n")).toEqual([
      element("p", text("one two")),
      element("p", text("three")),
    ]);
  });

  test("code keeps white space and language", () => {
    expect(html('<pre><code class="language-rust">fn  main() {\n  <b>1</b> &lt; 2\n}\n</code></pre>')).toEqual([
      { kind: "codeBlock", language: "rust", text: "fn  main() {\n  1 < 2\n}" },
    ]);
    expect(html("<code>a  <i>b</i></code>")).toEqual([element("code", text("a  b"))]);
    expect(html('<pre class="x">y</pre>')).toEqual([{ kind: "codeBlock", language: undefined, text: "y" }]);
  });

  test("lists hold items only and know their start", () => {
    expect(html('<ol start="7"><li>a</li>stray<li>b</li></ol>')).toEqual([
      {
        kind: "list",
        order: "ordered",
        start: 7,
        children: [element("li", text("a")), element("li", text("stray")), element("li", text("b"))],
      },
    ]);
    expect(html('<ol start="99999999999999"><li>a</li></ol>')).toMatchObject([{ start: 1 }]);
    expect(html("<li>alone</li>")).toEqual([element("div", text("alone"))]);
  });

  test("tables hold rows of cells", () => {
    expect(html("<table><caption>c</caption><tr><th>h</th></tr>x<tbody><td>d</td></tbody></table>")).toEqual([
      element(
        "table",
        element("caption", text("c")),
        element("tbody", element("tr", element("th", text("h"))), element("tr", element("td", text("x")))),
        element("tbody", element("tr", element("td", text("d")))),
      ),
    ]);
    expect(html("<td>alone</td>")).toEqual([element("div", text("alone"))]);
  });

  test("details put their summary first", () => {
    expect(html("<details>body<summary>sum</summary></details>")).toEqual([
      element("details", element("summary", text("sum")), text("body")),
    ]);
  });

  test("colours, spoilers and maths", () => {
    expect(html('<span data-mx-color="#FF0000" data-mx-bg-color="red">a</span>')).toEqual([
      { kind: "colour", text: "#ff0000", ground: undefined, children: [text("a")] },
    ]);
    expect(html('<span data-mx-spoiler="plot">he dies</span>')).toEqual([
      { kind: "spoiler", reason: "plot", children: [text("he dies")] },
    ]);
    expect(html("<span data-mx-spoiler>x</span>")).toMatchObject([{ kind: "spoiler", reason: undefined }]);
    expect(html('<div data-mx-maths="\\alpha"><code>\\alpha</code></div>')).toEqual([
      { kind: "maths", tex: "\\alpha", display: "block" },
    ]);
  });

  test("images only from the media repository, as high as a line", () => {
    expect(html('<img src="mxc://example.org/abc" alt="cat" height="500">')).toEqual([
      { kind: "image", mxc: "mxc://example.org/abc", alt: "cat", height: 32 },
    ]);
    expect(html('<img src="https://example.org/spy.png" alt="cat">')).toEqual([text("cat")]);
    expect(html('<img src="data:image/svg+xml,x">')).toEqual([]);
  });
});

describe("links", () => {
  test("only http, https and mailto", () => {
    expect(html('<a href="https://example.org/a?b=c">x</a>')).toEqual([
      { kind: "link", href: "https://example.org/a?b=c", children: [text("x")] },
    ]);
    for (const href of [
      "javascript:alert(1)",
      "JaVaScRiPt:alert(1)",
      " java\tscript:x",
      "data:text/html,x",
      "vbscript:x",
      "file:///etc",
      "blob:x",
      "//example.org",
      "/a",
      "https://a@example.org",
    ]) {
      expect(html(`<a href="${href}">x</a>`)).toEqual([text("x")]);
    }
  });

  test("links into Matrix become pills named by the room, not by the sender", () => {
    expect(html('<a href="https://matrix.to/#/@ada:example.org">The Boss</a>')).toEqual([
      { kind: "pill", target: { kind: "user", userId: "@ada:example.org" }, label: "Ada", whom: "other" },
    ]);
    expect(html('<a href="matrix:u/me:example.org">you</a>')).toMatchObject([{ kind: "pill", whom: "me" }]);
    expect(html('<a href="https://matrix.to/#/!abc/$ev?via=a.org&amp;via=b.org">this</a>')).toEqual([
      {
        kind: "pill",
        target: { kind: "event", room: "!abc", eventId: "$ev", via: ["a.org", "b.org"] },
        label: "this",
        whom: "other",
      },
    ]);
  });

  test("bare addresses in text are found, but not inside links and code", () => {
    expect(html("<p>see https://example.org.</p>")).toEqual([
      element(
        "p",
        text("see "),
        { kind: "link", href: "https://example.org/", children: [text("https://example.org")] },
        text("."),
      ),
    ]);
    expect(html("<code>https://example.org</code>")).toEqual([element("code", text("https://example.org"))]);
    expect(html('<a href="https://a.org"><b>https://b.org</b></a>')).toMatchObject([
      { kind: "link", href: "https://a.org/", children: [{ kind: "element", children: [text("https://b.org")] }] },
    ]);
    expect(html('<a href="https://a.org">x<a href="https://b.org">y</a></a>')).not.toContainEqual(
      expect.objectContaining({ children: expect.arrayContaining([expect.objectContaining({ kind: "link" })]) }),
    );
  });
});

describe("hostile input", () => {
  test("active content leaves nothing", () => {
    expect(html("<script>alert(1)</script><style>*{}</style><iframe src=x>y</iframe>a")).toEqual([text("a")]);
    expect(html('<img src=x onerror="alert(1)">')).toEqual([]);
    expect(html('<p style="position:fixed" onclick="x()" class="a" id="b">a</p>')).toEqual([element("p", text("a"))]);
    expect(html("<svg><script>alert(1)</script></svg><math><mi>x</mi></math>ok")).toEqual([text("ok")]);
    expect(html("&lt;script&gt;x")).toEqual([text("<script>x")]);
  });

  test("the old reply quote is gone, the answer stays", () => {
    expect(html("<mx-reply><blockquote>quoted <a href='https://x.org'>x</a></blockquote></mx-reply>answer")).toEqual([
      text("answer"),
    ]);
  });

  test("unknown tags leave their text", () => {
    expect(html("<blink>a <marquee>b</marquee></blink>")).toEqual([text("a b")]);
    expect(html("<constructor>a</constructor><valueOf>b</valueOf><toString>c")).toEqual([text("abc")]);
  });

  test("a tower of tags is flattened and its text kept", () => {
    const nodes = html(`${"<blockquote>".repeat(5000)}deep${"</blockquote>".repeat(5000)}`);
    expect(toPlain(nodes)).toBe("deep");
    expect(depthOf(nodes)).toBeLessThanOrEqual(102);
  });

  test("no input takes long", { timeout: 120_000 }, () => {
    for (const piece of [
      "<b>",
      "<a href=x>",
      "</i>",
      "<table><tr>",
      "<ul><li>",
      "@a:",
      "https://(",
      "&amp;",
      "<br>",
      "[((",
      "<p>",
    ]) {
      const started = performance.now();
      html(piece.repeat(Math.ceil(65_000 / piece.length)));
      expect(performance.now() - started, piece).toBeLessThan(10_000);
    }
  });

  test("any text yields a tree that says only what trees can say", () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<pre>",
        "<code>",
        "</pre>",
        "<a href='javascript:x'>",
        "<a href='https://x.org'>",
        "</a>",
        "<mx-reply>",
        "</mx-reply>",
        "<!--",
        "-->",
        "&",
        "<span data-mx-spoiler>",
        "</span>",
        "<img src='mxc://a/b'>",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        check(html(pieces.join("")), "root");
      }),
      { numRuns: 300 },
    );
  });
});

function depthOf(nodes: readonly RichNode[]): number {
  return nodes.reduce((depth, node) => Math.max(depth, "children" in node ? 1 + depthOf(node.children) : 1), 0);
}

function check(nodes: readonly RichNode[], inside: string): void {
  for (const node of nodes) {
    if (node.kind === "link") expect(node.href).toMatch(/^(https?:\/\/|mailto:)/);
    if (node.kind === "image") expect(node.mxc).toMatch(/^mxc:/);
    if (inside === "list") expect(node).toMatchObject({ kind: "element", tag: "li" });
    if (inside === "tr") expect(["td", "th"]).toContain(node.kind === "element" ? node.tag : node.kind);
    if (inside === "tbody") expect(node).toMatchObject({ kind: "element", tag: "tr" });
    if ("children" in node) check(node.children, node.kind === "element" ? node.tag : node.kind);
  }
}
