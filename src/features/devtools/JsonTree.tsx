import { copyAndTell } from "#client/copy-and-tell.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";

/** Longer texts are cut on screen; the copy has all of them. */
const LONGEST = 400;
/** More entries than these wait until they are asked for: the copy has them. */
const MOST = 200;

/** JSON to look through: objects and lists fold, big values are cut, one press copies all. */
export function JsonTree({ json }: { readonly json: string }) {
  return (
    <div className="json">
      <div className="json-acts">
        <Button onClick={() => void copyAndTell(json, t("devtools.copied"))}>{t("devtools.copy")}</Button>
      </div>
      <div className="json-tree" dir="ltr">
        <Value value={parse(json)} depth={0} />
      </div>
    </div>
  );
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

function Value({ value, name, depth }: { readonly value: unknown; readonly name?: string; readonly depth: number }) {
  const label = name === undefined ? null : <span className="json-key">{name}</span>;
  if (typeof value !== "object" || value === null) {
    const text = JSON.stringify(value);
    return (
      <div className="json-line">
        {label}
        <span className={`json-${value === null ? "null" : typeof value}`}>
          {text.length > LONGEST ? t("devtools.cut", { text: text.slice(0, LONGEST), length: text.length }) : text}
        </span>
      </div>
    );
  }
  const entries = Object.entries(value);
  const hint = Array.isArray(value)
    ? t("devtools.items", { count: entries.length })
    : t("devtools.fields", { count: entries.length });
  return (
    <details className="json-node" open={depth < 6 && entries.length <= 50}>
      <summary>
        {label}
        <small>{hint}</small>
      </summary>
      {entries.slice(0, MOST).map(([key, inner]) => (
        <Value key={key} name={key} value={inner} depth={depth + 1} />
      ))}
      {entries.length > MOST ? <small>{t("devtools.more", { count: entries.length - MOST })}</small> : null}
    </details>
  );
}
