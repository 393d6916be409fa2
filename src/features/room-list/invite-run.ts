/**
 * Answers all invites, one after the other, and says how far it is. One run at a time; it obeys a server that asks for a
 * pause, goes on after one that fails, and sums up at the end. What is not answered when the window closes stays open.
 */
import { create } from "zustand";
import type { RoomId } from "#api/ids.ts";
import type { Result, SdkError } from "#api/errors.ts";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { errorText } from "#ui/error-text.ts";

export type InviteRun =
  { readonly state: "idle" } | { readonly state: "running"; readonly done: number; readonly total: number };

export const useInviteRun = create<InviteRun>(() => ({ state: "idle" }));

const MOST_PAUSES = 5;
let stopping: AbortController | undefined;

export function stopAnswering(): void {
  stopping?.abort();
}

async function answerOne(roomId: RoomId, how: "accept" | "decline", stop: AbortSignal): Promise<Result<unknown>> {
  for (let pauses = 0; ; pauses += 1) {
    const result =
      how === "accept"
        ? await callVerb("room.join", { room: roomId, via: [] }, { onError: "caller" })
        : await callVerb("room.leave", { roomId }, { onError: "caller" });
    const wait = result.ok ? undefined : pauseOf(result.error);
    if (wait === undefined || pauses >= MOST_PAUSES || stop.aborted) return result;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

function pauseOf(error: SdkError): number | undefined {
  return error.kind === "matrix" && error.status === 429 ? (error.retryAfterMs ?? 2_000) : undefined;
}

export async function answerAll(how: "accept" | "decline"): Promise<void> {
  if (useInviteRun.getState().state === "running") return;
  const stop = new AbortController();
  stopping = stop;
  useInviteRun.setState({ state: "running", done: 0, total: 0 }, true);
  const invites = await callVerb("roomList.invites", {});
  if (invites.ok) await work(invites.value, how, stop.signal);
  useInviteRun.setState({ state: "idle" }, true);
}

async function work(roomIds: readonly RoomId[], how: "accept" | "decline", stop: AbortSignal): Promise<void> {
  let done = 0;
  let failed: SdkError | undefined;
  let left = 0;
  for (const roomId of roomIds) {
    if (stop.aborted) break;
    useInviteRun.setState({ state: "running", done, total: roomIds.length }, true);
    const result = await answerOne(roomId, how, stop);
    if (result.ok) {
      done += 1;
      continue;
    }
    left += 1;
    failed = result.error;
    // Without a network the rest fails the same way.
    if (failed.kind === "offline") break;
  }
  const said = t(how === "accept" ? "roomList.acceptedCount" : "roomList.declinedCount", { count: done });
  if (!failed) showToast({ text: said });
  else showToast({ text: t("roomList.answeredSome", { said, count: left, why: errorText(failed) }) });
}
