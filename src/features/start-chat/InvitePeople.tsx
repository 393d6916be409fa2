import { useMemo, useRef, useState } from "react";
import type { RoomId, UserId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";
import { showToast } from "#client/ui-store.ts";
import { useListView, useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { closeOverlay } from "#ui/navigation.ts";
import { nameList, roomName } from "#ui/room-name.ts";
import { PeoplePicker } from "./PeoplePicker.tsx";
import type { Candidate } from "./use-people.ts";

/** Failures are told in the form, not in a corner. */
const CALLER = { onError: "caller" } as const;

/** How many of a room's members are known here; whoever is beyond them the server refuses, in words. */
const MEMBERS = 300;

/** Who is there or invited already, with the words that say so. */
function useThere(roomId: RoomId): ReadonlyMap<UserId, string> {
  const { items } = useListView("members", { roomId, filter: "", from: 0, count: MEMBERS });
  return useMemo(() => {
    const there = new Map<UserId, string>();
    for (const item of items) {
      if (item.kind !== "member") continue;
      there.set(item.person.userId, t(item.membership === "invite" ? "startChat.isInvited" : "startChat.isThere"));
    }
    return there;
  }, [items]);
}

/** Invites people to a room, one request each; who could not be invited stays in the field with the reason. */
export function InvitePeople({ roomId }: { readonly roomId: RoomId }) {
  const input = useRef<HTMLInputElement>(null);
  const room = useValueView("room", { roomId });
  const there = useThere(roomId);
  const [chosen, setChosen] = useState<readonly Candidate[]>([]);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [state, setState] = useState<"idle" | "busy">("idle");
  const name = room?.state === "known" ? roomName(room.name) : "";

  const invite = async () => {
    if (chosen.length === 0 || state === "busy") return;
    setState("busy");
    const left: Candidate[] = [];
    let reason: string | undefined;
    for (const candidate of chosen) {
      const result = await callVerb("room.invite", { roomId, userId: candidate.userId, reason: undefined }, CALLER);
      if (result.ok) continue;
      left.push(candidate);
      reason ??= errorText(result.error);
    }
    setState("idle");
    const invited = chosen.filter((candidate) => !left.includes(candidate));
    if (invited.length > 0) {
      showToast({ text: t("startChat.invited", { names: nameList(invited.map((candidate) => candidate.name)) }) });
    }
    if (left.length === 0) {
      closeOverlay();
      return;
    }
    setChosen(left);
    setProblem(t("startChat.notInvited", { names: nameList(left.map((one) => one.name)), reason: reason ?? "" }));
  };

  return (
    <Dialog title={t("startChat.inviteTo", { name })} className="d-start" onClose={closeOverlay} initialFocus={input}>
      <PeoplePicker
        label={t("startChat.field")}
        chosen={chosen}
        onChosen={(next) => {
          setChosen(next);
          setProblem(undefined);
        }}
        excluded={there}
        problem={problem}
        inputRef={input}
        onDone={() => void invite()}
      />
      <DialogFoot>
        <Button onClick={closeOverlay}>{t("shell.cancel")}</Button>
        <Button
          look="primary"
          disabled={chosen.length === 0}
          aria-disabled={state === "busy"}
          onClick={() => void invite()}
        >
          {state === "busy" ? t("startChat.inviting") : t("startChat.invite")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
