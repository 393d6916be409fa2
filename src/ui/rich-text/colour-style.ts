/**
 * Colours a sender may choose (data-mx-color, data-mx-bg-color), kept readable. On the page's own ground a colour is made
 * darker or lighter as the theme needs it; on a ground of the sender's, words that would drown are black or white.
 */
export interface ColourStyle {
  readonly color?: string;
  readonly backgroundColor?: string;
}

const LEAST_CONTRAST = 4.5;
/** Lightness (OKLCH) beyond which no hue has enough contrast with the page. */
const DARKEST_ENOUGH = 0.52;
const LIGHTEST_ENOUGH = 0.74;

function channel(hex: string, at: number): number {
  const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** Relative luminance (WCAG 2) of `#rrggbb`. */
function luminance(hex: string): number {
  return 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);
}

export function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

export function colourStyle(text: string | undefined, ground: string | undefined): ColourStyle {
  if (ground !== undefined) {
    const readable = text !== undefined && contrast(text, ground) >= LEAST_CONTRAST;
    const fallback = contrast("#000000", ground) >= contrast("#ffffff", ground) ? "#000000" : "#ffffff";
    return { color: readable ? text : fallback, backgroundColor: ground };
  }
  if (text === undefined) return {};
  const dark = `oklch(from ${text} min(l, ${DARKEST_ENOUGH}) c h)`;
  const light = `oklch(from ${text} max(l, ${LIGHTEST_ENOUGH}) c h)`;
  return { color: `light-dark(${dark}, ${light})` };
}
