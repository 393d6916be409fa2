/** What a tab asks of its task worker. */
export interface TaskRequest {
  readonly id: number;
  readonly blob: Blob;
}

export interface PictureFacts {
  readonly width: number;
  readonly height: number;
  readonly blurhash: string;
}

export interface TaskAnswer {
  readonly id: number;
  /** Undefined: the browser cannot decode it. */
  readonly facts: PictureFacts | undefined;
}
