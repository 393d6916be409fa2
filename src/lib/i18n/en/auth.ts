/** Words of this area; keys begin with "auth.". */
export const auth = {} as const;
