import { useEffect, useRef, useState } from "react";
import type { MessageItem, TimelineItem } from "#api/timeline.ts";
import { t } from "#lib/i18n/t.ts";
import { bodyText } from "./item-text.ts";

const PAUSE_MS = 3000;
const LENGTH = 200;

function sentence(messages: readonly MessageItem[]): string {
  const only = messages.length === 1 ? messages[0] : undefined;
  if (!only) return t("timeline.announceMany", { count: messages.length });
  return t("timeline.announce", { name: only.sender.name, text: bodyText(only.body).slice(0, LENGTH) });
}

/** Messages of others that came after `key`, oldest first; none if `key` is gone. */
function after(items: readonly TimelineItem[], key: string | undefined): readonly MessageItem[] {
  const fresh: MessageItem[] = [];
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index];
    if (item?.key === key) return fresh.reverse();
    if (item?.kind === "message" && item.from === "other") fresh.push(item);
  }
  return [];
}

/** Says new messages of others aloud, at most one sentence every few seconds. The list itself is never live. */
export function LiveRegion({ items }: { readonly items: readonly TimelineItem[] }) {
  const [text, setText] = useState("");
  const latest = useRef(items);
  const heard = useRef(items.at(-1)?.key);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    latest.current = items;
    if (items.at(-1)?.key === heard.current || timer.current !== undefined) return;
    const speak = (): void => {
      const fresh = after(latest.current, heard.current);
      heard.current = latest.current.at(-1)?.key;
      timer.current = undefined;
      if (fresh.length === 0) return;
      setText(sentence(fresh));
      timer.current = setTimeout(() => {
        timer.current = undefined;
        if (latest.current.at(-1)?.key !== heard.current) speak();
      }, PAUSE_MS);
    };
    speak();
  }, [items]);

  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <div className="vh" aria-live="polite">
      {text}
    </div>
  );
}
