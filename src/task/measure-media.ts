/** Size and length of a video or a sound. Only a media element can tell, so this runs in the window. */
export interface MediaFacts {
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** Milliseconds. */
  readonly duration: number | undefined;
}

const DEADLINE_MS = 5000;
const NOTHING: MediaFacts = { width: undefined, height: undefined, duration: undefined };

function positive(value: number): number | undefined {
  return Number.isFinite(value) && value > 0 ? Math.round(value) : undefined;
}

export function measureMedia(blob: Blob, kind: "video" | "audio"): Promise<MediaFacts> {
  return new Promise((resolve) => {
    const element = document.createElement(kind);
    const url = URL.createObjectURL(blob);
    const settle = (facts: MediaFacts): void => {
      clearTimeout(timer);
      element.removeAttribute("src");
      URL.revokeObjectURL(url);
      resolve(facts);
    };
    const timer = setTimeout(() => settle(NOTHING), DEADLINE_MS);
    element.preload = "metadata";
    element.addEventListener("error", () => settle(NOTHING), { once: true });
    element.addEventListener(
      "loadedmetadata",
      () => {
        const video = element instanceof HTMLVideoElement ? element : undefined;
        settle({
          width: video && positive(video.videoWidth),
          height: video && positive(video.videoHeight),
          duration: positive(element.duration * 1000),
        });
      },
      { once: true },
    );
    element.src = url;
  });
}
