/** Words of this area; keys begin with "startChat.". */
export const startChat = {} as const;
