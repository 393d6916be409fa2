/**
 * Where pictures come from. The app provides the hook that turns a content URI into something an <img> can show; this
 * layer must not know the client. The hook never changes during the life of the app.
 */
import { createContext } from "react";
import type { MxcUri } from "#api/ids.ts";

export type UsePicture = (
  mxc: MxcUri | undefined,
  size: { readonly width: number; readonly height: number } | undefined,
) => string | undefined;

export const PictureContext = createContext<UsePicture>(() => undefined);
