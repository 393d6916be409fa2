/**
 * Facts of this window that the core knows nothing of: panes, what is said in a corner. What outlives a reload (widths)
 * lies in localStorage; nothing about the account ever does.
 */
import { create } from "zustand";
import type { SdkError } from "#api/errors.ts";
import type { RoomId } from "#api/ids.ts";
import { forgetSetting, readSetting, writeSetting } from "./settings.ts";

export type PanelTab = "members" | "info";

export interface Toast {
  readonly id: number;
  /** Words, or an error for the window to put into words. */
  readonly text: string | undefined;
  readonly error: SdkError | undefined;
  readonly action: ToastAction | undefined;
  /** Another thing to do, before the one. */
  readonly other: ToastAction | undefined;
  /** `until-answered`: it does not leave by itself. */
  readonly stay: "a-moment" | "until-answered";
}

export type ToastAction =
  | { readonly kind: "retry"; readonly run: () => void }
  | { readonly kind: "labelled"; readonly label: string; readonly run: () => void };

export interface UiState {
  /** CSS px; 0: as wide as the layout says for this window. */
  readonly listWidth: number;
  readonly panelWidth: number;
  readonly list: "open" | "collapsed";
  readonly panel: "open" | "closed";
  readonly panelTab: PanelTab;
  readonly openRoom: RoomId | undefined;
  /** The open dialog, by a name its owner gives it; one at a time. */
  readonly dialog: { readonly name: string; readonly subject: string | undefined } | undefined;
  readonly toasts: readonly Toast[];
}

const LIMITS = { list: [200, 480], panel: [240, 480] } as const;
const MAX_TOASTS = 4;

function clamp(value: number, [least, most]: readonly [number, number]): number {
  return Math.min(Math.max(Math.round(value), least), most);
}

function storedNumber(name: "listWidth" | "panelWidth", otherwise: number, limits: readonly [number, number]): number {
  const value = Number(readSetting(name));
  return Number.isFinite(value) && value > 0 ? clamp(value, limits) : otherwise;
}

export const useUi = create<UiState>(() => ({
  listWidth: storedNumber("listWidth", 0, LIMITS.list),
  panelWidth: storedNumber("panelWidth", 0, LIMITS.panel),
  list: readSetting("list") === "collapsed" ? "collapsed" : "open",
  panel: readSetting("panel") === "open" ? "open" : "closed",
  panelTab: "members",
  openRoom: undefined,
  dialog: undefined,
  toasts: [],
}));

export function setListWidth(width: number): void {
  const listWidth = clamp(width, LIMITS.list);
  writeSetting("listWidth", String(listWidth));
  useUi.setState({ listWidth });
}

export function setPanelWidth(width: number): void {
  const panelWidth = clamp(width, LIMITS.panel);
  writeSetting("panelWidth", String(panelWidth));
  useUi.setState({ panelWidth });
}

/** Back to the widths of the layout. */
export function restoreWidth(pane: "list" | "panel"): void {
  forgetSetting(`${pane}Width`);
  useUi.setState(pane === "list" ? { listWidth: 0 } : { panelWidth: 0 });
}

export function setList(list: "open" | "collapsed"): void {
  writeSetting("list", list);
  useUi.setState({ list });
}

export function setPanel(panel: "open" | "closed", panelTab?: PanelTab): void {
  writeSetting("panel", panel);
  useUi.setState(panelTab === undefined ? { panel } : { panel, panelTab });
}

export function setOpenRoom(openRoom: RoomId | undefined): void {
  useUi.setState({ openRoom });
}

export function openDialog(name: string, subject?: string): void {
  useUi.setState({ dialog: { name, subject } });
}

export function closeDialog(): void {
  useUi.setState({ dialog: undefined });
}

let nextToast = 1;

export interface NewToast {
  readonly text?: string;
  readonly error?: SdkError;
  readonly action?: ToastAction;
  readonly other?: ToastAction;
  readonly stay?: Toast["stay"];
}

/** Says something in a corner; returns the toast's id. */
export function showToast({ text, error, action, other, stay = "a-moment" }: NewToast): number {
  const toast: Toast = { id: nextToast++, text, error, action, other, stay };
  useUi.setState(({ toasts }) => {
    const plain = new Set([...toasts, toast].filter((one) => one.stay === "a-moment").slice(-MAX_TOASTS));
    return { toasts: [...toasts, toast].filter((one) => one.stay === "until-answered" || plain.has(one)) };
  });
  return toast.id;
}

export function dismissToast(id: number): void {
  useUi.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
