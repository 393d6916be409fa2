import { useEffect, useState } from "react";
import { t } from "#lib/i18n/t.ts";
import { Logo } from "#ui/Logo.tsx";
import "./boot-screen.css";

/** While it is not known who is signed in: nothing at first, then the mark, after ten seconds a sentence. */
export function BootScreen() {
  const [patience, setPatience] = useState<"fresh" | "short" | "long">("fresh");
  useEffect(() => {
    const short = setTimeout(() => setPatience("short"), 400);
    const long = setTimeout(() => setPatience("long"), 10_000);
    return () => {
      clearTimeout(short);
      clearTimeout(long);
    };
  }, []);
  if (patience === "fresh") return null;
  return (
    <main className="boot-screen" aria-busy="true" aria-label={t("shell.appName")}>
      <Logo size="big" />
      {patience === "long" ? <p>{t("shell.bootSlow")}</p> : null}
    </main>
  );
}
