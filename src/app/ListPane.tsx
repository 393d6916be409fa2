import { lazy, Suspense, useState, type ReactNode } from "react";
import type { RoomId } from "#api/ids.ts";
import { AccountFooter } from "#features/account/AccountFooter.tsx";
import { ListHead } from "#features/room-list/ListHead.tsx";
import { RoomList } from "#features/room-list/RoomList.tsx";
import { t } from "#lib/i18n/t.ts";
import { PHONE, useMediaQuery } from "#ui/use-media-query.ts";
import { ConnectionBanner } from "./ConnectionBanner.tsx";
import { PaneBoundary } from "./PaneBoundary.tsx";
import { firstMatch } from "./first-match.ts";
import { navigate } from "#ui/navigation.ts";
import { roomLink } from "#ui/routes.ts";

const EncryptionCard = lazy(() =>
  import("#features/encryption-setup/EncryptionCard.tsx").then((m) => ({ default: m.EncryptionCard })),
);

export interface ListPaneProps {
  readonly current: RoomId | undefined;
  /** Opens the palette with a query. */
  readonly onJump: (query: string) => void;
  /** The line that resizes the pane. */
  readonly children: ReactNode;
}

/** The desk: find box, conversations, account. */
export function ListPane({ current, onJump, children }: ListPaneProps) {
  const [filter, setFilter] = useState("");
  const phone = useMediaQuery(PHONE);

  // Enter in the find box opens the best match of the list; without one the palette looks further.
  const jump = async (query: string) => {
    const roomId = await firstMatch(query);
    if (roomId === undefined) onJump(query);
    else {
      setFilter("");
      navigate(roomLink(roomId));
    }
  };

  return (
    <div className="list" id="list-pane">
      <ListHead filter={filter} onFilter={setFilter} onJump={(query) => void jump(query)} />
      {phone ? <ConnectionBanner /> : null}
      <PaneBoundary>
        <nav className="list-nav" aria-label={t("shell.listLabel")}>
          <RoomList filter={filter} current={current} />
          {children}
        </nav>
      </PaneBoundary>
      <PaneBoundary>
        <Suspense>
          <EncryptionCard />
        </Suspense>
      </PaneBoundary>
      <AccountFooter />
    </div>
  );
}
