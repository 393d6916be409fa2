import linkBreak from "virtual:icon/regular/link-break";
import { useEffect, useState } from "react";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Empty } from "#ui/Empty.tsx";
import { navigate, redirect } from "#ui/navigation.ts";
import { targetLink, type Place } from "#ui/routes.ts";

/** A link from outside, on its way to what it leads to; and an address that leads nowhere. */
export function LinkDoor({ place }: { readonly place: Extract<Place, { kind: "link" | "lost" }> }) {
  const uri = place.kind === "link" ? place.uri : undefined;
  const [state, setState] = useState<"reading" | "lost">(uri === undefined ? "lost" : "reading");
  useEffect(() => {
    if (uri === undefined) return undefined;
    let wanted = true;
    void callVerb("link.read", { link: uri }).then((result) => {
      if (!wanted) return;
      if (result.ok && result.value) redirect(targetLink(result.value));
      else setState("lost");
    });
    return () => {
      wanted = false;
    };
  }, [uri]);
  if (state === "reading") return <section className="door" aria-busy="true" />;
  return (
    <section className="door">
      <Empty
        icon={linkBreak}
        title={t("links.addressTitle")}
        details={place.kind === "link" ? place.uri : place.address}
      >
        <p>{t("links.addressBody")}</p>
        <Button onClick={() => navigate("#/home")}>{t("links.openStart")}</Button>
      </Empty>
    </section>
  );
}
