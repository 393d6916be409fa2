/** Uploads by XMLHttpRequest, where there is one: `fetch` can't say how much was sent. */
import type { Answer } from "./answer.ts";

export interface XhrUpload {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly blob: Blob;
  readonly signal: AbortSignal;
  readonly onProgress: ((sent: number, total: number) => void) | undefined;
}

export function canUploadByXhr(): boolean {
  return typeof XMLHttpRequest !== "undefined";
}

/** Rejects on network failure and abort; any answer resolves. */
export function uploadByXhr(upload: XhrUpload): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const abort = (): void => xhr.abort();
    const end = (): void => upload.signal.removeEventListener("abort", abort);
    xhr.open("POST", upload.url);
    xhr.responseType = "text";
    for (const [name, value] of Object.entries(upload.headers)) xhr.setRequestHeader(name, value);
    if (upload.onProgress) {
      const report = upload.onProgress;
      xhr.upload.onprogress = (event) => report(event.loaded, upload.blob.size);
    }
    xhr.onload = () => {
      end();
      resolve({ status: xhr.status, body: xhr.responseText, retryAfter: xhr.getResponseHeader("Retry-After") });
    };
    xhr.onerror = () => {
      end();
      reject(new Error("network error"));
    };
    xhr.onabort = () => {
      end();
      reject(new Error("aborted"));
    };
    // Given up before it began: an abort that is over is not announced any more.
    if (upload.signal.aborted) {
      reject(new Error("aborted"));
      return;
    }
    upload.signal.addEventListener("abort", abort, { once: true });
    xhr.send(upload.blob);
  });
}
