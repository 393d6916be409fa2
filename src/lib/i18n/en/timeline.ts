/** Words of this area; keys begin with "timeline.". */
export const timeline = {} as const;
