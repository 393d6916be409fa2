import type { RoomId, UserId } from "#api/ids.ts";
import type { MatrixTarget } from "#api/rich-text.ts";
import type { ComposerSlot } from "#features/timeline/Conversation.tsx";
import { Composer } from "#features/composer/Composer.tsx";
import { Conversation } from "#features/timeline/Conversation.tsx";

export interface RoomConversationProps {
  readonly roomId: RoomId;
  readonly onPerson: (userId: UserId) => void;
  readonly onTarget: (target: MatrixTarget) => void;
}

/** The messages and the place to write: two features that do not know each other. */
export function RoomConversation({ roomId, onPerson, onTarget }: RoomConversationProps) {
  return <Conversation roomId={roomId} composer={composerOf} onPerson={onPerson} onTarget={onTarget} />;
}

function composerOf(slot: ComposerSlot) {
  return <Composer {...slot} />;
}
