/** Gives the person something as a file. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by the next task.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

export function saveText(name: string, text: string): void {
  saveBlob(name, new Blob([text], { type: "text/plain" }));
}
