/** Words of this area; keys begin with "roomList.". */
export const roomList = {} as const;
