/** What is done with a section of the user's own, with words and a way back. */
import { userSectionName, type UserSection } from "#api/room-list.ts";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";

export async function deleteSection(section: UserSection): Promise<void> {
  const result = await callVerb("roomList.deleteSection", { section });
  if (!result.ok) return;
  const deleted = result.value;
  showToast({
    text: t("roomList.sectionDeleted", { name: userSectionName(section), count: deleted.rooms.length }),
    action: {
      kind: "labelled",
      label: t("roomList.undo"),
      run: () => void callVerb("roomList.restoreSection", deleted),
    },
  });
}
