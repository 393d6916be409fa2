/**
 * Member lists of opened rooms: known members from disk at once, all of them by `/members` on demand. A member event that
 * came by sync while `/members` was under way is newer than the answer and stays.
 */
import { Failure } from "#api/errors.ts";
import type { RoomId, UserId } from "#api/ids.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import type { Http } from "#sdk/net/http.ts";
import type { Writer, WriteTxn } from "#sdk/store/writer.ts";
import { readExtent, readMemberEvents } from "./disk.ts";
import type { Draft } from "./draft.ts";
import { keepRecordRow, readRecordRow, type Facts } from "./facts.ts";
import { fetchMembers } from "./history.ts";
import { createMembers, memberOf, membersFrom, type MemberList } from "./members.ts";
import { powerIn } from "./power.ts";

export interface MemberListDeps {
  readonly facts: Facts;
  readonly writer: Writer;
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  readonly draft: (txn: WriteTxn) => Draft;
}

export interface MemberLists {
  open(roomId: RoomId, need: "known" | "complete"): Promise<MemberList>;
}

const KEPT_LISTS = 24;

export function createMemberLists({
  facts,
  writer,
  http,
  clock,
  log,
  draft: createDraft,
}: MemberListDeps): MemberLists {
  const loading = new Map<RoomId, Promise<MemberList>>();
  const fetching = new Set<RoomId>();

  async function load(roomId: RoomId): Promise<MemberList> {
    for (;;) {
      const known = facts.members.get(roomId);
      if (known) return known;
      const version = facts.versions.get(roomId);
      const [row, events, extent] = await Promise.all([
        readRecordRow(facts, roomId),
        readMemberEvents(facts.store, roomId),
        readExtent(facts.store, roomId),
      ]);
      if (facts.versions.get(roomId) !== version) continue;
      keepRecordRow(facts, roomId, row);
      const record = facts.records.get(roomId);
      const list = createMembers({ byId: membersFrom(events), extent, power: powerIn(record ?? { essential: {} }) });
      if (record) facts.members.set(roomId, list);
      trim();
      return list;
    }
  }

  function trim(): void {
    for (const roomId of facts.members.keys()) {
      if (facts.members.size <= KEPT_LISTS) return;
      if ((facts.timelines.get(roomId)?.opened ?? 0) === 0) facts.members.delete(roomId);
    }
  }

  async function complete(roomId: RoomId): Promise<void> {
    const before = facts.members.get(roomId)?.byId ?? new Map<UserId, never>();
    const events = await fetchMembers(http, clock, roomId);
    await writer.write(async (txn) => {
      const draft = createDraft(txn);
      if (!(await draft.record(roomId))) return;
      const now = facts.members.get(roomId)?.byId;
      const changed = (userId: UserId): boolean => now !== undefined && now.get(userId) !== before.get(userId);
      const answered = new Set<UserId>();
      const news = events.filter((event) => {
        const member = memberOf(event);
        if (!member) return false;
        answered.add(member.userId);
        return !changed(member.userId) && now?.get(member.userId)?.event?.eventId !== event.eventId;
      });
      const gone: UserId[] = [];
      for (const member of now?.values() ?? [])
        if (member.membership !== "leave" && !answered.has(member.userId) && !changed(member.userId))
          gone.push(member.userId);
      draft.setState(roomId, news);
      draft.dropMembers(roomId, gone);
      draft.setMembersExtent(roomId, "complete");
      draft.flush();
    });
  }

  return {
    open: async (roomId, need) => {
      let work = loading.get(roomId);
      if (!work) {
        work = load(roomId).finally(() => loading.delete(roomId));
        loading.set(roomId, work);
      }
      const list = await work;
      const joined = facts.records.get(roomId)?.membership === "join";
      if (need === "complete" && list.extent === "partial" && joined && !fetching.has(roomId)) {
        fetching.add(roomId);
        void complete(roomId)
          .catch((cause: unknown) =>
            log.info("members: not all could be read", cause instanceof Failure ? cause.error : cause),
          )
          .finally(() => fetching.delete(roomId));
      }
      return list;
    },
  };
}
