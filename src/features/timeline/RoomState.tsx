import { useState, type ReactNode } from "react";
import type { RoomId } from "#api/ids.ts";
import type { RoomView } from "#api/rooms.ts";
import { callVerb } from "#client/use-verb.ts";
import type { SdkError } from "#api/errors.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { Button } from "#ui/Button.tsx";
import { errorDetails, errorText } from "#ui/error-text.ts";
import { roomName } from "#ui/room-name.ts";
import { Voices } from "#ui/Voices.tsx";
import "./room-state.css";

type KnownRoom = Extract<RoomView, { readonly state: "known" }>;

/** Runs one verb at a time and keeps what went wrong. */
function useStep(): {
  readonly busy: boolean;
  readonly error: SdkError | undefined;
  readonly join: (roomId: RoomId) => void;
  readonly leave: (roomId: RoomId) => void;
} {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<SdkError>();
  const run = async (verb: "room.join" | "room.leave", roomId: RoomId): Promise<void> => {
    setBusy(true);
    setError(undefined);
    const result =
      verb === "room.join"
        ? await callVerb("room.join", { room: roomId, via: [] }, { onError: "caller" })
        : await callVerb("room.leave", { roomId }, { onError: "caller" });
    setBusy(false);
    if (!result.ok) setError(result.error);
  };
  return {
    busy,
    error,
    join: (roomId) => void run("room.join", roomId),
    leave: (roomId) => void run("room.leave", roomId),
  };
}

interface PageProps {
  readonly face: ReactNode;
  readonly title: string;
  readonly topic?: string | undefined;
  readonly body: string;
  readonly error: SdkError | undefined;
  readonly children: ReactNode;
}

function Page({ face, title, topic, body, error, children }: PageProps) {
  const details = error && errorDetails(error);
  return (
    <div className="room-state">
      {face}
      <h2 dir="auto">{title}</h2>
      {topic === undefined ? null : (
        <p className="room-state-topic" dir="auto">
          {topic}
        </p>
      )}
      <p>{body}</p>
      <div className="room-state-acts">{children}</div>
      {error === undefined ? null : (
        <p className="room-state-error" role="alert">
          {errorText(error)}
          {details === undefined ? null : <small>{t("timeline.details", { details })}</small>}
        </p>
      )}
    </div>
  );
}

/** An invite: who invites to what, and the two answers. */
export function InviteScreen({ view }: { readonly view: KnownRoom }) {
  const { busy, error, join, leave } = useStep();
  const room = roomName(view.name);
  const inviter = view.inviter?.name;
  const title =
    inviter === undefined
      ? t("timeline.inviteTitleNobody", { room })
      : view.type === "direct"
        ? t("timeline.inviteDirect", { name: inviter })
        : t("timeline.inviteTitle", { name: inviter, room });
  return (
    <Page
      // A stranger's picture stays hidden until the invite is accepted.
      face={<Avatar avatar={view.avatar} size={64} picture="hidden" />}
      title={title}
      topic={view.topic}
      body={t("timeline.inviteBody")}
      error={error}
    >
      <Button look="primary" size="large" disabled={busy} onClick={() => join(view.roomId)}>
        {t("timeline.accept")}
      </Button>
      <Button size="large" disabled={busy} onClick={() => leave(view.roomId)}>
        {t("timeline.decline")}
      </Button>
    </Page>
  );
}

/** A room one is not in (any more), and what can be done about it. */
export function AbsentScreen({ view }: { readonly view: RoomView }) {
  const { busy, error, join } = useStep();
  if (view.state === "unknown") {
    return (
      <Page
        face={<Voices size="large" motion="still" />}
        title={t("timeline.unknownRoomTitle")}
        body={t("timeline.unknownRoomBody")}
        error={error}
      >
        <Button look="primary" size="large" disabled={busy} onClick={() => join(view.roomId)}>
          {t("timeline.join")}
        </Button>
      </Page>
    );
  }
  const room = roomName(view.name);
  const face = <Avatar avatar={view.avatar} size={64} />;
  switch (view.membership) {
    case "ban":
      return (
        <Page face={face} title={t("timeline.bannedTitle", { room })} body={t("timeline.bannedBody")} error={error}>
          {null}
        </Page>
      );
    case "knock":
      return (
        <Page face={face} title={t("timeline.knockTitle", { room })} body={t("timeline.knockBody")} error={error}>
          {null}
        </Page>
      );
    case "invite":
    case "join":
    case "leave":
      return (
        <Page face={face} title={t("timeline.leftTitle", { room })} body={t("timeline.leftBody")} error={error}>
          <Button look="primary" size="large" disabled={busy} onClick={() => join(view.roomId)}>
            {t("timeline.joinAgain")}
          </Button>
        </Page>
      );
  }
}
