import { Failure } from "#api/errors.ts";
import { parseMxc } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { asString, isObject } from "#sdk/events/envelope.ts";
import type { HandlersOf } from "./account-verbs.ts";

const MAX_NAME = 256;

/** Name and picture: on screen as soon as the server has them. */
export function accountProfileCommands(
  ctx: AccountContext,
): HandlersOf<"account.setDisplayName" | "account.setAvatar"> {
  const { http, own, session } = ctx;
  const place = `/_matrix/client/v3/profile/${encodeURIComponent(session.userId)}`;

  return {
    "account.setDisplayName": async ({ name }, { signal }) => {
      const displayname = name.trim();
      if (displayname.length > MAX_NAME) throw new Failure({ kind: "invalid", field: "name", reason: "too-large" });
      await http.request({ method: "PUT", path: `${place}/displayname`, body: { displayname }, signal });
      if (own) await own.setProfile({ ...own.profile(), displayName: displayname === "" ? undefined : displayname });
      return undefined;
    },
    "account.setAvatar": async ({ picture }, { signal }) => {
      let avatar: string | undefined;
      if (picture) {
        const contentType = picture.type === "" ? "application/octet-stream" : picture.type;
        const json = await http.upload({ path: "/_matrix/media/v3/upload", blob: picture, contentType, signal });
        avatar = isObject(json) ? asString(json["content_uri"]) : undefined;
        // Whatever answered is no homeserver.
        if (avatar === undefined) throw new Failure({ kind: "offline" });
      }
      await http.request({ method: "PUT", path: `${place}/avatar_url`, body: { avatar_url: avatar ?? "" }, signal });
      if (own) await own.setProfile({ ...own.profile(), avatar });
      return { avatar: parseMxc(avatar) };
    },
  };
}
