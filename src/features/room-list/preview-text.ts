/** The second line of a row in words. */
import type { Preview, PreviewBody } from "#api/room-list.ts";
import type { StateChange } from "#api/state-change.ts";
import { t } from "#lib/i18n/t.ts";

/** What a message says in one line; names are added by `previewLine`. */
export function bodyText(body: PreviewBody): string {
  switch (body.kind) {
    case "text":
    case "emote":
    case "notice":
    case "file":
      return body.text;
    case "image":
      return body.text === "" ? t("roomList.preview.image") : t("roomList.preview.imageNamed", { text: body.text });
    case "video":
      return body.text === "" ? t("roomList.preview.video") : t("roomList.preview.videoNamed", { text: body.text });
    case "audio":
      return t("roomList.preview.audio", { text: body.text });
    case "voice":
      return t("roomList.preview.voice");
    case "sticker":
      return t("roomList.preview.sticker");
    case "location":
      return t("roomList.preview.location");
    case "poll":
      return t("roomList.preview.poll", { text: body.text });
    case "encrypted":
      return t("roomList.preview.encrypted");
    case "redacted":
      return t("roomList.preview.deleted");
    case "state":
      return stateText(body.change);
    case "unknown":
      return t("roomList.preview.unknown");
  }
}

/** The body with who said it: "Iris: …" in rooms, "You: …" for one's own, nothing in a chat of two. */
export function previewLine(from: "me" | "other", name: string, body: PreviewBody, type: "direct" | "room"): string {
  const text = bodyText(body);
  if (body.kind === "state") return text;
  if (body.kind === "emote") return t("roomList.preview.emote", { name, text });
  if (from === "me") return t("roomList.preview.you", { text });
  return type === "direct" || name === "" ? text : t("roomList.preview.from", { name, text });
}

/** Who took one out of the room, and why. */
export function removedText({ how, by, reason }: Extract<Preview, { kind: "removed" }>): string {
  if (reason === undefined) return t(how === "banned" ? "roomList.bannedBy" : "roomList.removedBy", { name: by });
  return t(how === "banned" ? "roomList.bannedWhy" : "roomList.removedWhy", { name: by, reason });
}

function stateText(change: StateChange): string {
  switch (change.kind) {
    case "membership":
      return membershipText(change);
    case "created":
      return t("roomList.state.created");
    case "name":
      return t("roomList.state.name", { text: change.to ?? "" });
    case "topic":
      return t("roomList.state.topic", { text: change.to ?? "" });
    case "picture":
      return t("roomList.state.picture");
    case "encrypted":
      return t("roomList.state.encrypted");
    case "alias":
      return t("roomList.state.alias");
    case "upgraded":
      return t("roomList.state.upgraded");
    default:
      return t("roomList.state.other");
  }
}

function membershipText(change: Extract<StateChange, { kind: "membership" }>): string {
  const name = change.target.name;
  switch (change.change) {
    case "joined":
      return t("roomList.state.joined", { name });
    case "left":
    case "declined":
      return t("roomList.state.left", { name });
    case "invited":
      return t("roomList.state.invited", { name });
    case "kicked":
      return t("roomList.state.kicked", { name });
    case "banned":
      return t("roomList.state.banned", { name });
    case "renamed":
    case "newPicture":
      return t("roomList.state.profile", { name });
    default:
      return t("roomList.state.other");
  }
}
