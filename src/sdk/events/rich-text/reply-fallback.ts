/** Takes the quote off the plain body of a reply, which older clients put before the answer (spec: Fallbacks for rich replies). */
export function stripReplyFallback(body: string): string {
  if (!body.startsWith("> ")) return body;
  let at = 0;
  while (body.startsWith(">", at)) {
    const end = body.indexOf("\n", at);
    if (end === -1) return body;
    at = end + 1;
  }
  // Without the blank line it is the sender's own quote.
  return body[at] === "\n" ? body.slice(at + 1) : body;
}
