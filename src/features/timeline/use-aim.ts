/**
 * What the address and the history entry ask of a room's timeline: to stand where one had been, or at the message of a
 * link. A message that is not there is fetched with its surroundings; until it is, nothing moves. One that can't be shown
 * says why.
 */
import { useEffect, useMemo, useState } from "react";
import type { SdkError } from "#api/errors.ts";
import { parseEventId, type EventId, type RoomId } from "#api/ids.ts";
import type { Located } from "#api/links.ts";
import type { TimelineItem } from "#api/timeline.ts";
import { callVerb } from "#client/use-verb.ts";
import { redirect, useVisit, type Visit } from "#ui/navigation.ts";
import { roomLink } from "#ui/routes.ts";
import { positionOf } from "#ui/visits.ts";
import { isRowOf, type Aim } from "./aim.ts";

export type Aiming =
  | { readonly state: "ready"; readonly aim: Aim | undefined }
  | { readonly state: "looking" }
  | { readonly state: "missing"; readonly eventId: EventId; readonly why: "forbidden" | "unknown" }
  | {
      readonly state: "failed";
      readonly eventId: EventId;
      readonly error: SdkError;
      readonly again: () => void;
    };

type Answer = Located | { readonly outcome: "failed"; readonly error: SdkError };

const NOWHERE: Aiming = { state: "ready", aim: undefined };
const LOOKING: Aiming = { state: "looking" };
/** The row of a located message is on its way; if it does not come, it has none. */
const ROW_MS = 4_000;

function wishOf({ place, visit }: Visit, roomId: RoomId): Aim | undefined {
  if (place.kind !== "room" || place.room !== roomId) return undefined;
  const left = positionOf(visit);
  if (left) return { visit, eventId: left.eventId, above: left.above };
  return place.eventId === undefined ? undefined : { visit, eventId: place.eventId, above: undefined };
}

export function useAim(roomId: RoomId, items: readonly TimelineItem[] | undefined): Aiming {
  const here = useVisit();
  // What is kept of a visit changes when it is left; what counts is how it was when one came.
  const wish = useMemo(() => wishOf(here, roomId), [here, roomId]);
  const [answer, setAnswer] = useState<{ readonly wish: Aim; readonly value: Answer }>();
  const [settled, setSettled] = useState<{ readonly wish: Aim; readonly aim: Aim | undefined }>();
  const found = answer !== undefined && answer.wish === wish ? answer.value : undefined;
  const eventId = found?.outcome === "found" ? found.eventId : wish?.eventId;
  const known = wish !== undefined && settled?.wish === wish;
  const loaded =
    known || items === undefined ? undefined : items.some((item) => isRowOf(item, eventId)) ? "loaded" : "absent";

  // Once it stood there it has been shown, whatever becomes of the row later.
  if (wish !== undefined && eventId !== undefined && loaded === "loaded")
    setSettled({ wish, aim: eventId === wish.eventId ? wish : { ...wish, eventId } });

  const missing = loaded === "absent" ? parseEventId(wish?.eventId) : undefined;
  const asks = found === undefined ? missing : undefined;
  useEffect(() => {
    if (asks === undefined || wish === undefined) return undefined;
    let wanted = true;
    void callVerb("timeline.locate", { roomId, eventId: asks }, { onError: "caller" }).then((result) => {
      if (!wanted) return;
      if (result.ok && result.value.outcome === "elsewhere") redirect(roomLink(result.value.roomId, asks));
      else setAnswer({ wish, value: result.ok ? result.value : { outcome: "failed", error: result.error } });
    });
    return () => {
      wanted = false;
    };
  }, [asks, roomId, wish]);

  const waits = found?.outcome === "found" && loaded === "absent";
  useEffect(() => {
    if (!waits || wish === undefined) return undefined;
    const timer = setTimeout(() => setAnswer({ wish, value: { outcome: "missing", why: "unknown" } }), ROW_MS);
    return () => clearTimeout(timer);
  }, [waits, wish]);

  return useMemo(() => {
    if (wish === undefined) return NOWHERE;
    if (wish.eventId === undefined) return { state: "ready", aim: wish };
    if (settled?.wish === wish) return { state: "ready", aim: settled.aim };
    const target = parseEventId(wish.eventId);
    if (target === undefined) return NOWHERE;
    switch (found?.outcome) {
      case undefined:
      case "found":
      case "elsewhere":
        return LOOKING;
      // Where one only had been there is nothing to explain: the room opens as it does.
      case "missing":
        return wish.above === undefined ? { state: "missing", eventId: target, why: found.why } : NOWHERE;
      case "failed":
        return wish.above === undefined
          ? { state: "failed", eventId: target, error: found.error, again: () => setAnswer(undefined) }
          : NOWHERE;
    }
  }, [found, settled, wish]);
}
