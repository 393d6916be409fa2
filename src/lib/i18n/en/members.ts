/** Words of this area; keys begin with "members.". */
export const members = {} as const;
