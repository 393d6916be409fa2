/**
 * Files that were encrypted before their upload (spec: Sending encrypted attachments): where they lie, and which key opens
 * them. A key is named by its seal, a hash over all that is said about the file: it is no secret, so it may be part of an
 * address, and whoever says something else about the same file names another seal and spoils nobody's picture.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { parseMxc, type MxcUri } from "#api/ids.ts";
import { isObject, type JsonObject } from "#sdk/events/envelope.ts";
import { readMimetype } from "./mimetype.ts";

export interface SealedFile {
  readonly mxc: MxcUri;
  readonly seal: string;
  /** What lies in `mediaKeys` under `[mxc, seal]`. */
  readonly row: { readonly file: JsonObject; readonly mimetype: string | undefined };
}

const MOST_PARTS = 40;
const KEY = /^[\w+/-]{43}=?$/;
const IV = /^[\w+/-]{22}={0,2}$/;

const encoder = new TextEncoder();

/** `undefined` for anything that is no `EncryptedFile`. */
export function readSealedFile(file: unknown, mimetype: unknown): SealedFile | undefined {
  if (!isObject(file) || !isObject(file["key"]) || !isObject(file["hashes"])) return undefined;
  const mxc = parseMxc(file["url"]);
  const { alg, k } = file["key"];
  const { iv } = file;
  const hash = file["hashes"]["sha256"];
  if (!mxc || alg !== "A256CTR" || typeof k !== "string" || typeof iv !== "string" || typeof hash !== "string")
    return undefined;
  if (!KEY.test(k) || !IV.test(iv) || !KEY.test(hash)) return undefined;
  const type = readMimetype(mimetype);
  const said = JSON.stringify([mxc, k, iv, hash, type ?? ""]);
  return {
    mxc,
    seal: bytesToHex(sha256(encoder.encode(said))),
    row: { file: { key: { alg, k }, iv, hashes: { sha256: hash } }, mimetype: type },
  };
}

/** All of a message: its file, its small picture, the parts of a gallery, and those of its new words. */
export function sealedFilesOf(content: JsonObject): readonly SealedFile[] {
  const next = content["m.new_content"];
  return [content, isObject(next) ? next : {}]
    .flatMap((words) => {
      const parts = words["itemtypes"];
      return [words, ...(Array.isArray(parts) ? parts.slice(0, MOST_PARTS).filter(isObject) : [])];
    })
    .flatMap(filesOfPart);
}

function filesOfPart(part: JsonObject): readonly SealedFile[] {
  const info = isObject(part["info"]) ? part["info"] : {};
  return [readSealedFile(part["file"], info["mimetype"]), readSealedThumbnail(info)].filter(
    (file) => file !== undefined,
  );
}

export function readSealedThumbnail(info: JsonObject): SealedFile | undefined {
  const about = isObject(info["thumbnail_info"]) ? info["thumbnail_info"] : {};
  return readSealedFile(info["thumbnail_file"], about["mimetype"]);
}
