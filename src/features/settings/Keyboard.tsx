import { useSetting } from "#client/use-setting.ts";
import { t } from "#lib/i18n/t.ts";
import { shortcut } from "#ui/shortcut.ts";
import { chordText, SHORTCUTS, type KeyGroup } from "#ui/shortcuts.ts";

const GROUPS: readonly KeyGroup[] = ["anywhere", "list", "messages", "message", "compose"];

interface Line {
  readonly label: string;
  readonly keys: readonly string[];
}

/** Drawn from the table the keys act by. */
export function Keyboard() {
  const sendKey = useSetting("sendKey");
  const enter = t("shell.keyEnter");
  const withMod = shortcut(enter);
  const sending: readonly Line[] = [
    { label: t("settings.key.send"), keys: [sendKey === "enter" ? enter : withMod] },
    { label: t("settings.key.newLine"), keys: [sendKey === "enter" ? `Shift ${enter}` : enter] },
  ];
  return (
    <div data-setting="keys">
      {GROUPS.map((group) => (
        <section key={group}>
          <h3 className="grp">{t(`settings.keys.${group}`)}</h3>
          <dl className="keylist">
            {[...(group === "compose" ? sending : []), ...linesOf(group)].map(({ label, keys }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>
                  {keys.map((one) => (
                    <kbd key={one}>{one}</kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function linesOf(group: KeyGroup): readonly Line[] {
  return Object.values(SHORTCUTS)
    .filter((one) => one.group === group)
    .map(({ label, chords }) => ({ label: t(label), keys: chords.map(chordText) }));
}
