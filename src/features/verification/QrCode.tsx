import { useMemo } from "react";
import { encode } from "uqr";
import { t } from "#lib/i18n/t.ts";

/** Cameras want a rim of four modules. */
const RIM = 4;

/** Bytes as a QR code: one path, crisp at every size, dark on light in every theme, as cameras expect it. */
export function QrCode({ bytes }: { readonly bytes: Uint8Array }) {
  const { path, size } = useMemo(() => drawn(bytes), [bytes]);
  return (
    <svg
      className="verify-qr"
      role="img"
      aria-label={t("encryption.verify.code")}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <path className="verify-qr-light" d={`M0 0h${size}v${size}h-${size}z`} />
      <path className="verify-qr-dark" d={path} />
    </svg>
  );
}

function drawn(bytes: Uint8Array): { readonly path: string; readonly size: number } {
  const { data } = encode([...bytes], { ecc: "L", border: RIM });
  const path: string[] = [];
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < row.length; x += 1) {
      const from = x;
      while (row[x]) x += 1;
      if (x > from) path.push(`M${from} ${y}h${x - from}v1h-${x - from}z`);
    }
  }
  return { path: path.join(""), size: data.length };
}
