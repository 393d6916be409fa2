/** Words of the shell; keys begin with "shell.". */
export const shell = {
  "shell.appName": "Hubbub",
} as const;
