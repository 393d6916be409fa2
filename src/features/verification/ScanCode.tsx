import { useEffect, useEffectEvent, useRef, useState } from "react";
import { callVerb } from "#client/use-verb.ts";
import { t, type MessageKey } from "#lib/i18n/t.ts";
import { readCode } from "#task/read-code.ts";
import { errorText } from "#ui/error-text.ts";
import { Note } from "#ui/Field.tsx";
import { closeCamera, openCamera, type CameraTrouble } from "./camera.ts";

const BETWEEN_MS = 120;

const TROUBLE: Readonly<Record<CameraTrouble, MessageKey>> = {
  denied: "encryption.verify.cameraDenied",
  none: "encryption.verify.cameraNone",
  busy: "encryption.verify.cameraBusy",
};

export interface ScanCodeProps {
  readonly flow: string;
  /** A code was given to the core, or given back as wrong. */
  readonly onScanned: (scanned: "yes" | "no") => void;
}

/** Looks through the camera until it sees the right code. The camera is off again when this goes. */
export function ScanCode({ flow, onScanned }: ScanCodeProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [camera, setCamera] = useState<"starting" | "on" | CameraTrouble>("starting");
  const [problem, setProblem] = useState<string | undefined>(undefined);

  /** True: that was it. */
  const take = useEffectEvent(async (code: Uint8Array): Promise<boolean> => {
    onScanned("yes");
    const result = await callVerb("verification.scan", { key: flow, code }, { onError: "caller" });
    if (result.ok) return true;
    onScanned("no");
    const { error } = result;
    if (error.kind === "crypto" && error.code === "not-a-code") setProblem(t("encryption.verify.notACode"));
    else if (error.kind === "crypto" && error.code === "wrong-code") setProblem(t("encryption.verify.wrongCode"));
    else setProblem(errorText(error));
    return false;
  });

  useEffect(() => {
    const left = new AbortController();
    const { signal } = left;
    void watch();
    return () => left.abort();

    async function watch(): Promise<void> {
      const opened = await openCamera();
      if (opened.state === "failed") {
        if (!signal.aborted) setCamera(opened.trouble);
        return;
      }
      const { stream } = opened;
      const stop = () => closeCamera(stream);
      const element = video.current;
      if (signal.aborted || !element) {
        stop();
        return;
      }
      signal.addEventListener("abort", stop);
      element.srcObject = stream;
      // It is refused when the element leaves meanwhile.
      await element.play().catch(() => undefined);
      setCamera("on");
      let refused = "";
      while (!signal.aborted) {
        const code = await lookOnce(element);
        if (signal.aborted) return;
        // The same wrong code stays in the picture for a while.
        if (code && code.join() !== refused) {
          if (await take(code)) return;
          refused = code.join();
        }
        await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
      }
    }
  }, []);

  if (camera === "denied" || camera === "none" || camera === "busy") {
    return (
      <p className="verify-trouble" role="alert">
        {t(TROUBLE[camera])}
      </p>
    );
  }
  return (
    <>
      <p role="status">
        {t(camera === "starting" ? "encryption.verify.cameraStarting" : "encryption.verify.scanning")}
      </p>
      <video ref={video} className="verify-camera" muted playsInline aria-label={t("encryption.verify.camera")} />
      <Note note={problem === undefined ? undefined : { tone: "error", text: problem }} />
    </>
  );
}

/** One frame of the camera, read in the task worker. */
async function lookOnce(video: HTMLVideoElement): Promise<Uint8Array | undefined> {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
  try {
    return await readCode(await createImageBitmap(video));
  } catch {
    // Between two frames there may be none.
    return undefined;
  }
}
