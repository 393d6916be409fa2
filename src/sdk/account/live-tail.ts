import type { MatrixEvent } from "#sdk/events/envelope.ts";
import type { TimelineChunk } from "#sdk/rooms/timeline-chunk.ts";

/** The newest events without a gap between them, and what lies before them. */
export function liveTail(chunks: readonly TimelineChunk[]): {
  readonly events: readonly MatrixEvent[];
  readonly reaches: "start" | "gap";
} {
  const parts: (readonly MatrixEvent[])[] = [];
  for (const chunk of chunks.toReversed()) {
    parts.unshift(chunk.events);
    if (chunk.before.kind !== "joined") return { events: parts.flat(), reaches: chunk.before.kind };
  }
  return { events: parts.flat(), reaches: "gap" };
}
