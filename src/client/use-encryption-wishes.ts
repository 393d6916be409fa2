import { useEffect, useState } from "react";
import type { EncryptionWishes } from "#api/rooms.ts";
import { callVerb } from "./use-verb.ts";

/** What the server wishes of new rooms; undefined until it is known. */
export function useEncryptionWishes(): EncryptionWishes | undefined {
  const [wishes, setWishes] = useState<EncryptionWishes>();
  useEffect(() => {
    let wanted = true;
    void callVerb("room.encryptionWishes", {}, { onError: "caller" }).then((result) => {
      if (wanted && result.ok) setWishes(result.value);
    });
    return () => {
      wanted = false;
    };
  }, []);
  return wishes;
}
