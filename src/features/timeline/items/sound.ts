/**
 * The one sound of a tab. It belongs to no row: it goes on while its row is scrolled away and drawn again. Always holds:
 * at most one thing plays; whoever starts something silences the rest, videos included.
 */
import type { EventId, RoomId } from "#api/ids.ts";

export interface Sound {
  /** Key of its row. */
  readonly key: string;
  readonly url: string;
  /** Who speaks, or what it is called. */
  readonly name: string;
  readonly roomId: RoomId;
  readonly eventId: EventId | undefined;
  readonly pace: "voice" | "music";
  /** Milliseconds, as far as its sender says. */
  readonly length: number | undefined;
}

export interface SoundState {
  readonly sound: Sound | undefined;
  readonly state: "idle" | "loading" | "playing" | "paused" | "failed";
  /** Milliseconds. */
  readonly at: number;
  readonly length: number | undefined;
  readonly rate: number;
  /** Whether a row that shows it is drawn. */
  readonly row: "drawn" | "away";
}

export const RATES = [1, 1.5, 2] as const;
const REMEMBERED = 200;

const listeners = new Set<() => void>();
/** Where others were left. */
const places = new Map<string, number>();
const drawn = new Map<string, number>();
let rate = 1;
let element: HTMLAudioElement | undefined;
let state: SoundState = { sound: undefined, state: "idle", at: 0, length: undefined, rate, row: "away" };

function set(part: Partial<SoundState>): void {
  const next = { ...state, ...part };
  const row = next.sound !== undefined && (drawn.get(next.sound.key) ?? 0) > 0 ? "drawn" : "away";
  state = { ...next, rate, row };
  for (const listener of listeners) listener();
}

export function subscribeSound(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function soundState(): SoundState {
  return state;
}

/** Where a sound stands that is not on now. */
export function placeOf(key: string): number {
  return places.get(key) ?? 0;
}

/** A row says that it shows the sound, until the answer is called. */
export function showRow(key: string): () => void {
  const count = (by: number): void => {
    const rows = (drawn.get(key) ?? 0) + by;
    if (rows > 0) drawn.set(key, rows);
    else drawn.delete(key);
    if (state.sound?.key === key) set({});
  };
  count(1);
  return () => count(-1);
}

function silenceVideos(): void {
  for (const video of document.querySelectorAll("video")) video.pause();
}

function audio(): HTMLAudioElement {
  if (element) return element;
  const made = new Audio();
  made.preload = "auto";
  made.addEventListener("timeupdate", () => set({ at: made.currentTime * 1000 }));
  made.addEventListener("durationchange", () => {
    if (Number.isFinite(made.duration)) set({ length: made.duration * 1000 });
  });
  made.addEventListener("playing", () => set({ state: "playing" }));
  made.addEventListener("waiting", () => set({ state: "loading" }));
  made.addEventListener("pause", () => {
    if (state.state !== "failed" && state.sound) set({ state: "paused" });
  });
  made.addEventListener("ended", () => {
    if (state.sound) places.delete(state.sound.key);
    set({ state: "paused", at: 0 });
    made.currentTime = 0;
  });
  made.addEventListener("error", () => {
    if (state.sound) set({ state: "failed" });
  });
  // Videos live in the page and play by their own buttons.
  document.addEventListener("play", () => made.pause(), { capture: true });
  element = made;
  return made;
}

function leave(): void {
  if (!state.sound) return;
  places.delete(state.sound.key);
  if (state.at > 0) places.set(state.sound.key, state.at);
  const [oldest] = places.keys();
  if (places.size > REMEMBERED && oldest !== undefined) places.delete(oldest);
}

export function play(sound: Sound): void {
  const player = audio();
  silenceVideos();
  if (state.sound?.key !== sound.key || state.state === "failed") {
    if (state.sound?.key !== sound.key) leave();
    const at = placeOf(sound.key);
    set({ sound, state: "loading", at, length: sound.length });
    player.src = sound.url;
    player.currentTime = at / 1000;
  }
  player.playbackRate = sound.pace === "voice" ? rate : 1;
  player.play().catch((cause: unknown) => {
    // Called off by the next one, or by a pause; everything else has an event of its own.
    if (cause instanceof DOMException && cause.name === "NotSupportedError") set({ state: "failed" });
  });
}

export function pause(): void {
  element?.pause();
}

export function stop(): void {
  leave();
  set({ sound: undefined, state: "idle", at: 0, length: undefined });
  if (!element) return;
  element.pause();
  element.removeAttribute("src");
}

/** Milliseconds from the start. A sound that is not on begins there when it is played. */
export function seek(key: string, at: number): void {
  if (state.sound?.key === key && element) {
    element.currentTime = at / 1000;
    set({ at });
    return;
  }
  places.set(key, at);
  set({});
}

export function nextRate(): void {
  const index = RATES.findIndex((one) => one === rate);
  rate = RATES[(index + 1) % RATES.length] ?? 1;
  if (element && state.sound?.pace === "voice") element.playbackRate = rate;
  set({});
}
