/** The port of the logger. There is no "warn": either a developer should look, or it is information. */
export interface Log {
  /** A developer should look. */
  error(message: string, detail?: unknown): void;
  info(message: string, detail?: unknown): void;
  debug(message: string, detail?: unknown): void;
}
