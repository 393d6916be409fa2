/**
 * Which protocol a session syncs by. Sliding sync where the server offers it (`/versions`) and lets it through; once
 * chosen it is kept without asking again. Sessions on classic sync look at every start whether the server has learned
 * better. A server that offers sliding sync but refused it is left alone for a week. Changing over begins without a
 * position: timelines merge by overlap, or get a gap.
 */
import { Failure } from "#api/errors.ts";
import { isObject } from "#sdk/events/envelope.ts";
import type { HttpRequest } from "#sdk/net/http.ts";
import type { Feeder } from "./feeder.ts";
import { slidingFeeder } from "./sliding-feeder.ts";
import { firstWindow } from "./sliding-request.ts";
import type { Protocol, SyncRow } from "./sync-row.ts";
import { v3Feeder } from "./v3-feeder.ts";

export const VERSIONS_PATH = "/_matrix/client/versions";
const FEATURE = "org.matrix.simplified_msc3575";
const REFUSAL_LASTS_MS = 7 * 24 * 3_600_000;

const FEEDERS: Readonly<Record<Protocol, Feeder>> = { sliding: slidingFeeder, classic: v3Feeder };

export interface Choice {
  readonly feeder: Feeder;
  readonly row: SyncRow;
}

function offersSliding(json: unknown): boolean {
  // An answer without versions is not the homeserver's: nothing may be concluded from it.
  if (!isObject(json) || !Array.isArray(json["versions"])) throw new Failure({ kind: "offline" });
  const features = json["unstable_features"];
  return isObject(features) && features[FEATURE] === true;
}

function switchedTo(protocol: Protocol, row: SyncRow): SyncRow {
  const refusedAt = protocol === "sliding" ? undefined : row.refusedAt;
  return { ...row, protocol, refusedAt, position: undefined, toDeviceSince: undefined, window: firstWindow() };
}

export async function chooseFeeder(
  row: SyncRow,
  now: number,
  ask: (request: Pick<HttpRequest, "method" | "path">) => Promise<unknown>,
): Promise<Choice> {
  if (row.protocol === "sliding" && row.refusedAt === undefined) return { feeder: slidingFeeder, row };
  const offered = offersSliding(await ask({ method: "GET", path: VERSIONS_PATH }));
  const refused = row.refusedAt !== undefined && now - row.refusedAt < REFUSAL_LASTS_MS;
  const protocol = offered && !refused ? "sliding" : "classic";
  return { feeder: FEEDERS[protocol], row: row.protocol === protocol ? row : switchedTo(protocol, row) };
}
