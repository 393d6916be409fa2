/** Words of this area; keys begin with "errors.". */
export const errors = {} as const;
