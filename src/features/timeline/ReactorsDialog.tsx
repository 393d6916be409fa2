import { useEffect, useState } from "react";
import type { EventId, RoomId, UserId } from "#api/ids.ts";
import type { Reactors } from "#api/messages.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { Dialog } from "#ui/Dialog.tsx";
import "./message-dialogs.css";

export interface ReactorsDialogProps {
  readonly roomId: RoomId;
  readonly eventId: EventId;
  readonly onPerson: (userId: UserId) => void;
  readonly onClose: () => void;
}

/** Who reacted, emoji by emoji. */
export function ReactorsDialog({ roomId, eventId, onPerson, onClose }: ReactorsDialogProps) {
  const [groups, setGroups] = useState<readonly Reactors[]>([]);
  useEffect(() => {
    let wanted = true;
    void callVerb("message.reactors", { roomId, eventId }).then((result) => {
      if (wanted && result.ok) setGroups(result.value);
    });
    return () => {
      wanted = false;
    };
  }, [eventId, roomId]);
  return (
    <Dialog title={t("timeline.whoReacted")} onClose={onClose}>
      <div className="d-body d-list">
        {groups.map(({ emoji, people }) => (
          <section key={emoji} className="reactors" aria-label={t("timeline.reactedWith", { emoji })}>
            <h3>
              <span>{emoji}</span>
              <span className="num">{people.length}</span>
            </h3>
            <ul>
              {people.map(({ userId, name, avatar }) => (
                <li key={userId}>
                  <button
                    type="button"
                    onClick={() => {
                      onClose();
                      onPerson(userId);
                    }}
                  >
                    <Avatar avatar={avatar} size={24} />
                    <span dir="auto">{name}</span>
                    <small>{userId}</small>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
