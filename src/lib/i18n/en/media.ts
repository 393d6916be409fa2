/** Words of this area; keys begin with "media.". */
export const media = {} as const;
