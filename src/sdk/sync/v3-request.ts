/** The request of classic sync (`/v3/sync`). Pure. */
import type { HttpRequest } from "#sdk/net/http.ts";

export const V3_PATH = "/_matrix/client/v3/sync";
const TIMELINE_EVENTS = 20;

const FILTER = JSON.stringify({
  presence: { not_types: ["*"] },
  room: {
    include_leave: false,
    state: { lazy_load_members: true, include_redundant_members: false },
    timeline: { limit: TIMELINE_EVENTS, unread_thread_notifications: false },
    ephemeral: { types: ["m.receipt", "m.typing"] },
  },
});

export function v3Query(since: string | undefined, waitMs: number): NonNullable<HttpRequest["query"]> {
  return {
    timeout: waitMs,
    since,
    filter: FILTER,
    // Who is online is said elsewhere, by those who want to say it.
    set_presence: "offline",
    // Both names of MSC4222: who knows neither ignores them, and Synapse knows one without saying so in `/versions`. The
    // answer tells which kind of state it holds.
    use_state_after: "true",
    "org.matrix.msc4222.use_state_after": "true",
  };
}
