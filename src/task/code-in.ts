import jsQR from "jsqr";

/**
 * The bytes of a QR code in a picture. The browser's own BarcodeDetector answers text only, and these codes are none:
 * it would lose bytes.
 */
export function codeIn({ data, width, height }: ImageData): Uint8Array | undefined {
  const found = jsQR(data, width, height, { inversionAttempts: "dontInvert" });
  return found ? new Uint8Array(found.binaryData) : undefined;
}
