/**
 * The one door to words on screen: `t("area.key", values)`. Messages are ICU MessageFormat and live in `en/<area>.ts`;
 * the keys are checked by the compiler, the values by the catalogue's own tests.
 */
import { IntlMessageFormat } from "intl-messageformat";
import { en } from "./en/catalogue.ts";

export type MessageKey = keyof typeof en;
export type MessageValues = Readonly<Record<string, string | number | Date>>;

type Tree = Exclude<ConstructorParameters<typeof IntlMessageFormat>[0], string>;

const locale = "en";
const compiled = new Map<string, IntlMessageFormat>();

/** The message in the user's language, with its values filled in. */
export function t(key: MessageKey, values?: MessageValues): string {
  // In the build messages with values or quotes are syntax trees already (scripts/vite/messages.ts).
  const source: string | Tree = en[key];
  if (values === undefined && typeof source === "string" && !/[{']/.test(source)) return source;
  let format = compiled.get(key);
  if (!format) {
    format = new IntlMessageFormat(source, locale, undefined, { ignoreTag: true });
    compiled.set(key, format);
  }
  const text = format.format(values);
  return typeof text === "string" ? text : String(text);
}
