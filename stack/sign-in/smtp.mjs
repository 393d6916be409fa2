// A mail server that delivers nothing: it keeps what it is given, for whoever asks. Loopback only.
import net from "node:net";

/** `keep` gets each mail as { to, text }; the text has its transfer encoding undone. */
export function startSmtp({ port, keep }) {
  const server = net.createServer((socket) => {
    let buffer = "";
    let to = "";
    let data;
    socket.setEncoding("utf8");
    socket.on("error", () => socket.destroy());
    const say = (line) => socket.write(`${line}\r\n`);
    const take = (line) => {
      if (data) {
        if (line !== ".") return void data.push(line.replace(/^\./, ""));
        keep({ to, text: readable(data.join("\n")) });
        data = undefined;
        return say("250 kept");
      }
      const command = line.slice(0, 4).toUpperCase();
      if (command === "RCPT") to = /<([^>]*)>/.exec(line)?.[1] ?? "";
      if (command === "DATA") {
        data = [];
        return say("354 go on");
      }
      say(command === "QUIT" ? "221 bye" : "250 ok");
      if (command === "QUIT") socket.end();
    };
    say("220 mail");
    socket.on("data", (chunk) => {
      buffer += chunk;
      for (let at = buffer.indexOf("\r\n"); at >= 0; at = buffer.indexOf("\r\n")) {
        const line = buffer.slice(0, at);
        buffer = buffer.slice(at + 2);
        take(line);
      }
    });
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve({ close: () => new Promise((done) => server.close(done)) }));
  });
}

/** A mail's parts in base64 (which is how Synapse sends its texts) as what they say. */
function readable(mail) {
  return mail.replace(
    /(Content-Transfer-Encoding: base64\n(?:[^\n]+\n)*\n)([A-Za-z0-9+/=\n]+)/gi,
    (_whole, head, body) => `${head}${Buffer.from(body, "base64").toString("utf8")}`,
  );
}
