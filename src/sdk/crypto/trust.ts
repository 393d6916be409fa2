/** What the engine knows of people: their identity, their devices, and what stands between a room and sending. */
import type { Device } from "@matrix-org/matrix-sdk-crypto-wasm";
import { Failure } from "#api/errors.ts";
import type { DeviceTrust, PersonTrust } from "#api/encryption.ts";
import type { RoomId, UserId } from "#api/ids.ts";
import type { CryptoInternals } from "./create-crypto.ts";
import { sendRequest } from "./requests.ts";
import type { Running } from "./running.ts";

export interface Trust {
  person(userId: UserId): Promise<PersonTrust>;
  /** People of the room whose identity is not what it was. */
  unsettled(roomId: RoomId): Promise<RoomStandings>;
  acceptChange(userId: UserId): Promise<void>;
  withdraw(userId: UserId): Promise<void>;
  refresh(userId: UserId): Promise<void>;
}

const NOBODY: RoomStandings = { changed: [], violated: [], verified: [] };

type Standing = PersonTrust["trust"];

export interface RoomStandings {
  readonly changed: readonly UserId[];
  readonly violated: readonly UserId[];
  readonly verified: readonly UserId[];
}

/** In larger rooms only those are looked at of whom the engine said that something changed. */
const LOOKED_AT = 300;

export function createTrust(crypto: CryptoInternals): Trust {
  const { http, rooms, writer, session } = crypto.options;
  const standings = new Map<UserId, Standing>();
  const changed = new Set<UserId>();
  let changes = 0;

  crypto.hub.listen({
    identity: (userId) => {
      standings.delete(userId);
      changes += 1;
      changed.add(userId);
    },
  });

  async function standingOf({ engine }: Running, userId: UserId): Promise<Standing> {
    const known = standings.get(userId);
    if (known) return known;
    const { machine, wasm } = engine;
    const before = changes;
    const identity = await engine.within(machine.getIdentity(new wasm.UserId(userId)), "an identity");
    if (!identity) return "none";
    let standing: Standing;
    if (identity.isVerified()) standing = "verified";
    else if (identity.hasVerificationViolation()) standing = "violated";
    else if (identity instanceof wasm.OtherUserIdentity && identity.identityNeedsUserApproval()) standing = "changed";
    else standing = "unverified";
    identity.free();
    // Asked before something changed, the answer may be of before.
    if (changes === before) standings.set(userId, standing);
    return standing;
  }

  async function changeIdentity(
    userId: UserId,
    change: (identity: { pin(): Promise<void>; withdraw(): Promise<void> }) => Promise<void>,
  ): Promise<void> {
    const { engine } = await crypto.whenRunning();
    const { machine, wasm } = engine;
    const identity = await engine.within(machine.getIdentity(new wasm.UserId(userId)), "an identity");
    if (!identity) throw new Failure({ kind: "crypto", code: "no-identity" });
    await engine.within(
      change({
        pin: () =>
          identity instanceof wasm.OtherUserIdentity ? identity.pinCurrentMasterKey() : Promise.resolve(undefined),
        withdraw: () => identity.withdrawVerification(),
      }),
      "a change of trust",
    );
    identity.free();
    standings.delete(userId);
    writer.announce("trust");
  }

  async function standingsIn(running: Running, roomId: RoomId): Promise<RoomStandings> {
    const found = { changed: [] as UserId[], violated: [] as UserId[], verified: [] as UserId[] };
    const members = await rooms.openMembers(roomId, "known");
    let people = [...members.byId.values()]
      .filter(
        ({ membership, userId }) => (membership === "join" || membership === "invite") && userId !== session.userId,
      )
      .map(({ userId }) => userId);
    if (people.length > LOOKED_AT) people = people.filter((userId) => changed.has(userId));
    for (const userId of people) {
      const standing = await standingOf(running, userId);
      if (standing === "changed") found.changed.push(userId);
      else if (standing === "violated") found.violated.push(userId);
      else if (standing === "verified") found.verified.push(userId);
    }
    return found;
  }

  return {
    person: (userId) =>
      crypto.whileRunning<PersonTrust>({ userId, trust: "none", devices: [] }, async (running) => {
        const { engine } = running;
        const standing = await standingOf(running, userId);
        const list = await engine.within(engine.machine.getUserDevices(new engine.wasm.UserId(userId)), "devices");
        const devices = list.devices().map((device) => readDevice(device));
        list.free();
        return { userId, trust: standing, devices };
      }),
    unsettled: (roomId) => crypto.whileRunning(NOBODY, (running) => standingsIn(running, roomId)),
    acceptChange: (userId) => changeIdentity(userId, (identity) => identity.pin()),
    withdraw: (userId) => changeIdentity(userId, (identity) => identity.withdraw()),
    async refresh(userId) {
      const { engine } = await crypto.whenRunning();
      await engine.within(engine.machine.updateTrackedUsers([new engine.wasm.UserId(userId)]), "following devices");
      await sendRequest(engine, http, engine.machine.queryKeysForUsers([new engine.wasm.UserId(userId)]));
      standings.delete(userId);
      writer.announce("trust");
    },
  };
}

function readDevice(device: Device): DeviceTrust {
  const trust = device.isBlacklisted()
    ? "blocked"
    : device.isCrossSignedByOwner() || device.isVerified()
      ? "verified"
      : "unverified";
  const key = device.ed25519Key?.toBase64();
  const read: DeviceTrust = {
    deviceId: device.deviceId.toString(),
    name: device.displayName,
    fingerprint: key?.replace(/(.{4})(?=.)/g, "$1 "),
    trust,
    encryption: key === undefined ? "none" : "keys",
  };
  device.free();
  return read;
}
