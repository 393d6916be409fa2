import { lazy, Suspense } from "react";
import { parseRoomId } from "#api/ids.ts";
import { isUserSection } from "#api/room-list.ts";
import { closeDialog, useUi } from "#client/ui-store.ts";
import type { Overlay } from "#ui/routes.ts";
import { PaneBoundary } from "./PaneBoundary.tsx";

const CreateRoom = lazy(() => import("#features/create-room/CreateRoom.tsx").then((m) => ({ default: m.CreateRoom })));
const Devtools = lazy(() => import("#features/devtools/Devtools.tsx").then((m) => ({ default: m.Devtools })));
const EncryptionSetup = lazy(() =>
  import("#features/encryption-setup/EncryptionSetup.tsx").then((m) => ({ default: m.EncryptionSetup })),
);
const InvitePeople = lazy(() =>
  import("#features/start-chat/InvitePeople.tsx").then((m) => ({ default: m.InvitePeople })),
);
const JoinRoom = lazy(() => import("#features/join-room/JoinRoom.tsx").then((m) => ({ default: m.JoinRoom })));
const LeaveDialog = lazy(() =>
  import("#features/room-settings/LeaveDialog.tsx").then((m) => ({ default: m.LeaveDialog })),
);
const MoveRoom = lazy(() => import("#features/room-list/MoveRoom.tsx").then((m) => ({ default: m.MoveRoom })));
const NewSection = lazy(() => import("#features/room-list/SectionDialog.tsx").then((m) => ({ default: m.NewSection })));
const RenameSection = lazy(() =>
  import("#features/room-list/SectionDialog.tsx").then((m) => ({ default: m.RenameSection })),
);
const PersonCard = lazy(() => import("#features/person-card/PersonCard.tsx").then((m) => ({ default: m.PersonCard })));
const RoomLook = lazy(() => import("#features/settings/RoomLook.tsx").then((m) => ({ default: m.RoomLook })));
const Settings = lazy(() => import("#features/settings/Settings.tsx").then((m) => ({ default: m.Settings })));
const SignOut = lazy(() => import("#features/account/SignOut.tsx").then((m) => ({ default: m.SignOut })));
const StartChat = lazy(() => import("#features/start-chat/StartChat.tsx").then((m) => ({ default: m.StartChat })));

const VerificationDialog = lazy(() =>
  import("#features/verification/VerificationDialog.tsx").then((m) => ({ default: m.VerificationDialog })),
);
const EndSession = lazy(() => import("#features/verification/EndSession.tsx").then((m) => ({ default: m.EndSession })));

/** The dialogs: those with an address, and the questions that have none. */
export function Overlays({ overlay }: { readonly overlay: Overlay | undefined }) {
  const dialog = useUi((ui) => ui.dialog);
  return (
    <PaneBoundary subject={overlay?.kind ?? dialog?.name}>
      <Suspense>
        {overlay ? <Addressed overlay={overlay} /> : null}
        {dialog ? <Question name={dialog.name} subject={dialog.subject} /> : null}
      </Suspense>
    </PaneBoundary>
  );
}

function Addressed({ overlay }: { readonly overlay: Overlay }) {
  switch (overlay.kind) {
    case "new":
      return <CreateRoom />;
    case "dm":
      return <StartChat />;
    case "join":
      return <JoinRoom key={overlay.target} target={overlay.target} />;
    case "settings":
      return <Settings section={overlay.section} item={overlay.item} />;
    case "user":
      return <PersonCard key={overlay.userId} userId={overlay.userId} roomId={overlay.roomId} />;
    case "encryption":
      return <EncryptionSetup key={overlay.task ?? ""} task={overlay.task} />;
    case "devtools":
      return <Devtools key={overlay.roomId ?? ""} roomId={overlay.roomId} />;
    case "invite":
      return <InvitePeople roomId={overlay.roomId} />;
  }
}

function Question({ name, subject }: { readonly name: string; readonly subject: string | undefined }) {
  const roomId = parseRoomId(subject);
  switch (name) {
    case "sign-out":
      return <SignOut onClose={closeDialog} />;
    case "room-look":
      return roomId ? <RoomLook roomId={roomId} onClose={closeDialog} /> : null;
    case "verification":
      return subject === undefined ? null : <VerificationDialog key={subject} flow={subject} onClose={closeDialog} />;
    case "end-session":
      return subject === undefined ? null : <EndSession key={subject} deviceId={subject} onClose={closeDialog} />;
    case "leave-room":
      return roomId ? <LeaveDialog roomId={roomId} onClose={closeDialog} /> : null;
    case "move-room":
      return roomId ? <MoveRoom roomId={roomId} onClose={closeDialog} /> : null;
    case "new-section":
      return <NewSection roomId={roomId} onClose={closeDialog} />;
    case "rename-section":
      return subject !== undefined && isUserSection(subject) ? (
        <RenameSection section={subject} onClose={closeDialog} />
      ) : null;
    default:
      return null;
  }
}
