import { describe, expect, it } from "vitest";
import { user } from "#sdk/testing/event-factory.ts";
import { markdownToHtml } from "./markdown.ts";
import { textContent } from "./text-content.ts";

const ada = user("ada");

function content(text: string) {
  return textContent({ text, isMember: (userId) => userId === ada, toHtml: async (source) => markdownToHtml(source) });
}

describe("text messages", () => {
  it("sends plain words plainly, with line breaks and paragraphs as typed", async () => {
    for (const text of [
      "hello",
      "two\nlines",
      "two\n\nparagraphs",
      "2 < 3 & 4 > 1",
      "snake_case_name",
      "a * b * c",
      "-1 or +1",
      'don\'t "quote"',
    ]) {
      expect(await content(text)).toEqual({ msgtype: "m.text", body: text, "m.mentions": {} });
    }
  });

  it("mends halves of characters: a server answers them with an error that looks as if it would pass", async () => {
    expect(await content("half \ud83e of a fox, \udd8a and 🦊")).toMatchObject({
      body: "half \ufffd of a fox, \ufffd and 🦊",
    });
  });

  it("does not choke on a paste: what would take seconds to render is sent as typed", async () => {
    const began = performance.now();
    for (const piece of ["_*", "*a", "> ", "\n"]) {
      const pasted = `x${piece.repeat(29_000)}x`;
      expect(await content(pasted)).toMatchObject({ body: pasted });
    }
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(await content(`**bold** ${"word ".repeat(5_000)}`)).toMatchObject({ format: "org.matrix.custom.html" });
  });

  it.each([
    ["**bold** and *thin*", "<strong>bold</strong> and <em>thin</em>"],
    ["~~gone~~", "<del>gone</del>"],
    ["`code`", "<code>code</code>"],
    ["*a*\nb", "<em>a</em><br />b"],
    ["*a*  \nb", "<em>a</em><br />b"],
    ["*a*\n\nb", "<p><em>a</em></p>\n<p>b</p>"],
    ["- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"],
    ["> said\n> so", "<blockquote>\n<p>said<br />so</p>\n</blockquote>"],
    ["```js\na < b\n\nc\n```", '<pre><code class="language-js">a &lt; b\n\nc\n</code></pre>'],
    ["[here](https://example.org)", '<a href="https://example.org">here</a>'],
    ["\\*stars\\*", "*stars*"],
    [
      "| a | b |\n| - | - |\n| 1 | 2 |",
      "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>",
    ],
  ])("formats %j", async (text, html) => {
    expect(await content(text)).toMatchObject({ body: text, format: "org.matrix.custom.html", formatted_body: html });
  });

  it("keeps raw HTML as text and drops dangerous protocols", async () => {
    expect(await content("<script>alert(1)</script> **x**")).toMatchObject({
      formatted_body: "&lt;script&gt;alert(1)&lt;/script&gt; <strong>x</strong>",
    });
    expect(JSON.stringify(await content("[x](javascript:alert(1))"))).not.toContain('href=\\"javascript');
    expect(await content("<b>plain</b>")).toEqual({ msgtype: "m.text", body: "<b>plain</b>", "m.mentions": {} });
  });

  it("does not make indented text code, underlined lines headings or definitions vanish", async () => {
    for (const text of ["    four spaces", "[foo]: bar"]) {
      const { body, formatted_body } = await content(text);
      expect(formatted_body).toBeUndefined();
      expect(body).toBe(text);
    }
    expect((await content("title\n---"))["formatted_body"]).not.toContain("<h2>");
  });

  it("knows /me and // and nothing else", async () => {
    expect(await content("/me waves")).toMatchObject({ msgtype: "m.emote", body: "waves" });
    expect(await content("//me waves")).toMatchObject({ msgtype: "m.text", body: "/me waves" });
    expect(await content("/mean it")).toMatchObject({ msgtype: "m.text", body: "/mean it" });
    await expect(content("/me ")).rejects.toMatchObject({ error: { reason: "empty" } });
  });

  it("mentions members by id and anybody by link, never from code", async () => {
    expect(await content(`ask ${ada}.`)).toMatchObject({ "m.mentions": { user_ids: [ada] } });
    expect(await content("ask @nobody:example.org")).toMatchObject({ "m.mentions": {} });
    expect(await content(`\`${ada}\``)).toMatchObject({ "m.mentions": {} });
    expect(await content("[Bo](https://matrix.to/#/@bo:example.org) hi")).toEqual({
      msgtype: "m.text",
      body: "Bo hi",
      format: "org.matrix.custom.html",
      formatted_body: '<a href="https://matrix.to/#/@bo:example.org">Bo</a> hi',
      "m.mentions": { user_ids: ["@bo:example.org"] },
    });
    expect(await content("hey @room")).toMatchObject({ "m.mentions": { room: true } });
    expect(await content("hey @roommate")).toMatchObject({ "m.mentions": {} });
  });
});
