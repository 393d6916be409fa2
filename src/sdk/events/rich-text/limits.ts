/** Deeper tags are dissolved into their text. */
export const MAX_DEPTH = 100;
/** Tags beyond this are dissolved into their text. */
export const MAX_NODES = 10_000;
/** Inline images are emoticons: no taller than this, in CSS px. */
export const MAX_IMAGE_HEIGHT = 32;
