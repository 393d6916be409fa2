declare const __BUILD__: string;

/** Names this build; cores of another build are replaced. */
export const BUILD: string = __BUILD__;
