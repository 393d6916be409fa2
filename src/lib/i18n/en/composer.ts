/** Words of this area; keys begin with "composer.". */
export const composer = {} as const;
