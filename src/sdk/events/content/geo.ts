/** `geo:` addresses (RFC 5870), read strictly: degrees of this earth and a radius, or nothing at all. */
import type { GeoPlace } from "#api/timeline.ts";

const MAX_LENGTH = 200;
const NUMBER = String.raw`-?\d{1,3}(?:\.\d{1,15})?`;
const GEO = new RegExp(
  String.raw`^geo:(${NUMBER}),(${NUMBER})(?:,-?\d{1,6}(?:\.\d{1,15})?)?((?:;[A-Za-z0-9-]{1,20}(?:=[\w.:%+-]{1,40})?){0,8})$`,
);
const WIDEST = 1_000_000;

export function parseGeo(uri: unknown): GeoPlace | undefined {
  if (typeof uri !== "string" || uri.length > MAX_LENGTH) return undefined;
  const match = GEO.exec(uri);
  if (!match) return undefined;
  const latitude = Number(match[1]);
  const longitude = Number(match[2]);
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined;
  const parameters = (match[3] ?? "").toLowerCase().split(";");
  // Another system of coordinates means another place.
  const system = parameters.find((one) => one.startsWith("crs="));
  if (system !== undefined && system !== "crs=wgs84") return undefined;
  const said = parameters.find((one) => one.startsWith("u="))?.slice(2);
  const accuracy = said !== undefined && /^\d{1,7}(?:\.\d{1,15})?$/.test(said) ? Number(said) : undefined;
  return { latitude, longitude, accuracy: accuracy !== undefined && accuracy <= WIDEST ? accuracy : undefined };
}
