import { useCallback, useEffect, useRef, useState } from "react";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { sizeText } from "#ui/file-size.ts";
import { nameList } from "#ui/room-name.ts";
import { measure, type Measured } from "./outgoing.ts";

export interface TrayFile {
  readonly id: number;
  readonly file: File;
  /** A blob URL for pictures. */
  readonly preview: string | undefined;
  readonly measured: Promise<Measured>;
}

export interface Tray {
  readonly files: readonly TrayFile[];
  /** A sentence about files that were not taken. */
  readonly problem: string | undefined;
  readonly add: (files: readonly File[]) => void;
  readonly remove: (id: number) => void;
  /** Hands out all files and empties the tray. */
  readonly take: () => readonly TrayFile[];
  readonly putBack: (files: readonly TrayFile[]) => void;
  readonly dismiss: () => void;
}

let nextId = 1;

function trayFile(file: File, secrecy: "encrypted" | "plain"): TrayFile {
  const shown = file.type.startsWith("image/") && file.type !== "image/svg+xml";
  return {
    id: nextId++,
    file,
    preview: shown ? URL.createObjectURL(file) : undefined,
    measured: measure(file, secrecy),
  };
}

function tooLarge(files: readonly File[], limit: number): string | undefined {
  const [first] = files;
  if (!first) return undefined;
  const most = sizeText(limit);
  return files.length === 1
    ? t("composer.tooLarge", { name: first.name, size: sizeText(first.size), limit: most })
    : t("composer.tooLargeMany", { count: files.length, limit: most, names: nameList(files.map((file) => file.name)) });
}

/** Files that wait for Send. What the server would refuse never gets in. */
export function useTray(secrecy: "encrypted" | "plain"): Tray {
  const [files, setFiles] = useState<readonly TrayFile[]>([]);
  const [problem, setProblem] = useState<string>();
  const latest = useRef(files);
  latest.current = files;

  const put = useCallback((next: readonly TrayFile[]) => {
    latest.current = next;
    setFiles(next);
  }, []);

  const add = useCallback(
    (picked: readonly File[]) => {
      void callVerb("media.limit", {}, { onError: "caller" }).then((result) => {
        const limit = result.ok ? (result.value ?? Infinity) : Infinity;
        // A folder that was dropped looks like an empty file.
        const hollow = picked.find((file) => file.size === 0);
        const fitting = picked.filter((file) => file.size > 0 && file.size <= limit);
        setProblem(
          tooLarge(
            picked.filter((file) => file.size > limit),
            limit,
          ) ?? (hollow ? t("composer.emptyFile", { name: hollow.name }) : undefined),
        );
        put([...latest.current, ...fitting.map((file) => trayFile(file, secrecy))]);
      });
    },
    [put, secrecy],
  );

  const remove = useCallback(
    (id: number) => {
      const gone = latest.current.find((entry) => entry.id === id);
      if (gone?.preview !== undefined) URL.revokeObjectURL(gone.preview);
      put(latest.current.filter((entry) => entry.id !== id));
    },
    [put],
  );

  const take = useCallback(() => {
    const taken = latest.current;
    put([]);
    return taken;
  }, [put]);

  useEffect(
    () => () => {
      for (const { preview } of latest.current) if (preview !== undefined) URL.revokeObjectURL(preview);
    },
    [],
  );

  return {
    files,
    problem,
    add,
    remove,
    take,
    putBack: useCallback((back) => put([...back, ...latest.current]), [put]),
    dismiss: useCallback(() => setProblem(undefined), []),
  };
}
