/**
 * The part of a browser that signing in on a server's own pages needs: it follows redirects, keeps cookies, and sends the
 * first form of a page with a name filled in and every box ticked, until it is led back to where it is expected.
 */
const MOST_STEPS = 20;

export interface WalkOptions {
  readonly url: string;
  /** Where the server is to lead back to. */
  readonly until: string;
  readonly username: string;
  /** A button to press instead of the first one. */
  readonly press?: string;
}

/** Resolves to the address the server led back to. */
export async function walkForms({ url, until, username, press }: WalkOptions): Promise<URL> {
  const jar = new Map<string, Map<string, string>>();
  let address = new URL(url);
  let body: URLSearchParams | undefined;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (address.href.startsWith(until)) return address;
    const cookies = jar.get(address.host) ?? new Map<string, string>();
    jar.set(address.host, cookies);
    const answer: Response = await fetch(address, {
      method: body ? "POST" : "GET",
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(body ? { body } : {}),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const at = pair.indexOf("=");
      cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = answer.headers.get("location");
    const page = await answer.text();
    if (location !== null) {
      address = new URL(location, address);
      body = undefined;
      continue;
    }
    const form = formOf(page);
    if (!form) throw new Error(`${address.href} answered ${answer.status} without a form: ${page.slice(0, 2_000)}`);
    address = form.action === undefined ? address : new URL(form.action, address);
    body = new URLSearchParams(form.hidden);
    if (form.asks) body.set("username", username);
    if (press !== undefined) body.set(press, "1");
  }
  throw new Error(`never led back to ${until}; at last ${address.href}`);
}

function formOf(page: string) {
  const form = /<form([^>]*)>([\s\S]*?)<\/form>/.exec(page);
  if (!form) return undefined;
  const [, head = "", inside = ""] = form;
  const inputs = [...inside.matchAll(/<input([^>]*)>/g)].map(([, input = ""]) => ({
    type: attribute(input, "type"),
    name: attribute(input, "name"),
    value: attribute(input, "value"),
  }));
  return {
    action: attribute(head, "action"),
    hidden: inputs.flatMap(({ type, name, value }): [string, string][] =>
      (type === "hidden" || type === "checkbox") && name !== undefined ? [[name, value ?? ""]] : [],
    ),
    asks: inputs.some(({ name }) => name === "username"),
  };
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  return value?.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))).replaceAll("&amp;", "&");
}
