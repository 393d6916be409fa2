// An error whose message is meant for the person at the terminal: one plain sentence that says what to do.
// Everything else that is thrown is a defect and keeps its stack trace.
export class PlainError extends Error {
  constructor(message, options) {
    super(message, options);
    this.name = "PlainError";
  }
}
