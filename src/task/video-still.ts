/** A still of a video, for who can't see the video before all of it is there. Only a media element can draw one. */
const DEADLINE_MS = 8000;
const SIDE = 800;
const QUALITY = 0.82;
/** The very first frame is often black. */
const AT_SECONDS = 1;

export interface Still {
  readonly blob: Blob;
  readonly mimetype: string;
  readonly width: number;
  readonly height: number;
}

/** Undefined if the browser can't play it, or not in time. */
export async function videoStill(video: Blob): Promise<Still | undefined> {
  const element = document.createElement("video");
  const url = URL.createObjectURL(video);
  const ends = new AbortController();
  const timer = setTimeout(() => ends.abort(), DEADLINE_MS);
  const happens = (name: "loadeddata" | "seeked"): Promise<"now" | "never"> =>
    new Promise((resolve) => {
      element.addEventListener(name, () => resolve("now"), { once: true });
      element.addEventListener("error", () => resolve("never"), { once: true });
      ends.signal.addEventListener("abort", () => resolve("never"), { once: true });
    });
  try {
    element.muted = true;
    element.preload = "auto";
    const loaded = happens("loadeddata");
    element.src = url;
    if ((await loaded) === "never") return undefined;
    const sought = happens("seeked");
    element.currentTime = Number.isFinite(element.duration) ? Math.min(AT_SECONDS, element.duration / 2) : 0;
    if ((await sought) === "never") return undefined;
    return await draw(element);
  } finally {
    clearTimeout(timer);
    element.removeAttribute("src");
    URL.revokeObjectURL(url);
  }
}

async function draw(element: HTMLVideoElement): Promise<Still | undefined> {
  const { videoWidth, videoHeight } = element;
  if (videoWidth === 0 || videoHeight === 0) return undefined;
  const scale = Math.min(1, SIDE / Math.max(videoWidth, videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(videoWidth * scale));
  canvas.height = Math.max(1, Math.round(videoHeight * scale));
  canvas.getContext("2d")?.drawImage(element, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, "image/jpeg", QUALITY);
  });
  return blob ? { blob, mimetype: blob.type, width: canvas.width, height: canvas.height } : undefined;
}
