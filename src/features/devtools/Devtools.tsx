import { useState } from "react";
import type { RoomId } from "#api/ids.ts";
import { t } from "#lib/i18n/t.ts";
import { Dialog } from "#ui/Dialog.tsx";
import { closeOverlay } from "#ui/navigation.ts";
import { Segment } from "#ui/Segment.tsx";
import { DataTab } from "./DataTab.tsx";
import { EventTab } from "./EventTab.tsx";
import { SendTab } from "./SendTab.tsx";
import { StateTab } from "./StateTab.tsx";
import { StatusTab } from "./StatusTab.tsx";
import { UnreadTab } from "./UnreadTab.tsx";
import "./devtools.css";

type Tab = "state" | "data" | "account" | "event" | "send" | "unread" | "status";

const OF_ROOM: readonly Tab[] = ["state", "data", "event", "send", "unread", "account", "status"];
const OF_ACCOUNT: readonly Tab[] = ["status", "account"];

/** What a room and the account are made of, unvarnished. */
export function Devtools({ roomId }: { readonly roomId: RoomId | undefined }) {
  const tabs = roomId === undefined ? OF_ACCOUNT : OF_ROOM;
  const [tab, setTab] = useState<Tab>(tabs[0] ?? "status");
  return (
    <Dialog title={t("devtools.title")} className="d-devtools" onClose={closeOverlay}>
      <div className="d-body devtools">
        <div className="devtools-tabs">
          <Segment
            label={t("devtools.sections")}
            value={tab}
            options={tabs.map((value) => ({ value, label: t(`devtools.tab.${value}`) }))}
            onChange={setTab}
          />
        </div>
        {roomId === undefined ? null : (
          <p className="devtools-id" dir="ltr">
            {roomId}
          </p>
        )}
        <Content tab={tab} roomId={roomId} />
      </div>
    </Dialog>
  );
}

function Content({ tab, roomId }: { readonly tab: Tab; readonly roomId: RoomId | undefined }) {
  if (tab === "status") return <StatusTab />;
  if (tab === "account" || roomId === undefined) return <DataTab key="account" roomId={undefined} />;
  switch (tab) {
    case "state":
      return <StateTab roomId={roomId} />;
    case "data":
      return <DataTab key="room" roomId={roomId} />;
    case "event":
      return <EventTab roomId={roomId} />;
    case "send":
      return <SendTab roomId={roomId} />;
    case "unread":
      return <UnreadTab roomId={roomId} />;
  }
}
