import { useEffect, useState } from "react";
import type { EventId, RoomId, UserId } from "#api/ids.ts";
import type { Reader } from "#api/messages.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { Dialog } from "#ui/Dialog.tsx";
import { clockTime, fullTime, machineTime } from "#ui/format-time.ts";
import { dayText } from "./day-text.ts";
import { systemNow } from "./now.ts";
import "./message-dialogs.css";

export interface ReadersDialogProps {
  readonly roomId: RoomId;
  readonly eventId: EventId;
  readonly onPerson: (userId: UserId) => void;
  readonly onClose: () => void;
}

/** Who has read up to a message, and when. */
export function ReadersDialog({ roomId, eventId, onPerson, onClose }: ReadersDialogProps) {
  const [readers, setReaders] = useState<readonly Reader[]>();
  useEffect(() => {
    let wanted = true;
    void callVerb("message.readers", { roomId, eventId }).then((result) => {
      if (wanted && result.ok) setReaders(result.value);
    });
    return () => {
      wanted = false;
    };
  }, [eventId, roomId]);
  return (
    <Dialog title={t("timeline.readByTitle")} onClose={onClose}>
      <div className="d-body d-list reactors">
        {readers?.length === 0 ? <p>{t("timeline.readByNobody")}</p> : null}
        <ul>
          {readers?.map(({ person: { userId, name, avatar }, ts }) => (
            <li key={userId}>
              <button
                type="button"
                title={userId}
                onClick={() => {
                  onClose();
                  onPerson(userId);
                }}
              >
                <Avatar avatar={avatar} size={24} />
                <span dir="auto">{name}</span>
                {ts === undefined ? null : (
                  <small>
                    <time dateTime={machineTime(ts)} title={fullTime(ts)}>
                      {t("timeline.readAt", { day: dayText(ts, systemNow()), time: clockTime(ts) })}
                    </time>
                  </small>
                )}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
