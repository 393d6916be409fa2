/** What a tab asks of its task worker. */
export type TaskRequest =
  | { readonly id: number; readonly job: "measure"; readonly blob: Blob; readonly thumbnail: "wanted" | "none" }
  | { readonly id: number; readonly job: "highlight"; readonly language: string; readonly text: string }
  | { readonly id: number; readonly job: "read-code"; readonly picture: ImageBitmap };

export interface PictureFacts {
  readonly width: number;
  readonly height: number;
  readonly blurhash: string;
  /** A smaller picture, if one was wanted and saves something. */
  readonly thumbnail?: Thumbnail | undefined;
}

export interface Thumbnail {
  readonly blob: Blob;
  readonly mimetype: string;
  readonly width: number;
  readonly height: number;
}

/** Undefined: the browser cannot decode it, or nobody here knows the language. */
export type TaskAnswer =
  | { readonly id: number; readonly job: "measure"; readonly facts: PictureFacts | undefined }
  | { readonly id: number; readonly job: "highlight"; readonly colours: Uint32Array | undefined }
  | { readonly id: number; readonly job: "read-code"; readonly code: Uint8Array | undefined };
