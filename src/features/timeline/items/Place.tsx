import copyIcon from "virtual:icon/regular/copy";
import mapPin from "virtual:icon/regular/map-pin";
import type { GeoPlace, MessageBody } from "#api/timeline.ts";
import { copyAndTell } from "#client/copy-and-tell.ts";
import { placeText } from "#features/timeline/place-text.ts";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { IconButton } from "#ui/IconButton.tsx";

type LocationBody = Extract<MessageBody, { readonly kind: "location" }>;

function mapLink({ latitude, longitude }: GeoPlace): string {
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
}

/** A place, in words and degrees. No map is loaded: whoever wants one goes there. */
export function Place({ body }: { readonly body: LocationBody }) {
  const { place, text } = body;
  const name = text === "" || /^geo:/i.test(text) ? t("timeline.location") : text;
  return (
    <div className="file place">
      <Icon d={mapPin} />
      <span>
        <b dir="auto" title={name}>
          {name}
        </b>
        <small className="num">{place === undefined ? t("media.nowhere") : placeText(place)}</small>
      </span>
      {place === undefined ? null : (
        <>
          <a
            className="link"
            target="_blank"
            rel="noreferrer noopener"
            referrerPolicy="no-referrer"
            title={t("media.mapWhere")}
            href={mapLink(place)}
          >
            {t("timeline.openMap")}
          </a>
          <IconButton
            size="small"
            icon={copyIcon}
            label={t("media.copyPlace")}
            onClick={() => void copyAndTell(`${place.latitude}, ${place.longitude}`, t("timeline.copied"))}
          />
        </>
      )}
    </div>
  );
}
