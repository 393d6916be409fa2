/** The camera: opened when it is asked for, closed by whoever opened it. */

export type CameraTrouble = "denied" | "none" | "busy";

export type Camera =
  | { readonly state: "open"; readonly stream: MediaStream }
  | { readonly state: "failed"; readonly trouble: CameraTrouble };

export function hasCamera(): boolean {
  // Missing outside of secure contexts, whatever the types say.
  return "mediaDevices" in navigator;
}

export async function openCamera(): Promise<Camera> {
  try {
    const video = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
    return { state: "open", stream: await navigator.mediaDevices.getUserMedia({ video, audio: false }) };
  } catch (cause) {
    return { state: "failed", trouble: troubleOf(cause) };
  }
}

function troubleOf(cause: unknown): CameraTrouble {
  switch (cause instanceof DOMException ? cause.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "none";
    default:
      return "busy";
  }
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
