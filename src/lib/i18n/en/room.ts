/** Words of this area; keys begin with "room.". */
export const room = {} as const;
