/** Words of this area; keys begin with "auth.". */
export const auth = {
  "auth.clearedAll": "You are signed out. Everything Hubbub kept on this device is deleted.",
  "auth.clearedByServer":
    "The server ended this session, so Hubbub deleted what it kept on this device. Sign in to go on.",
  "auth.deactivated": "The account {id} is closed and cannot be opened again.",
  "auth.deviceName": "Hubbub on {where}",
  "auth.enterPassword": "Enter your password.",
  "auth.enterServer": "Enter your server's name, such as {example}.",
  "auth.enterUser": "Enter your user name.",
  "auth.found": "Found {server}",
  "auth.hidePassword": "Hide the password",
  "auth.looking": "Looking for {server}",
  "auth.noPassword": "{server} does not take passwords. Signing in with an account elsewhere comes later.",
  "auth.password": "Password",
  "auth.server": "Server, or your Matrix ID",
  "auth.showPassword": "Show the password",
  "auth.signIn": "Sign in",
  "auth.signingIn": "Signing in",
  "auth.user": "User name",
  "auth.wrongPassword": "That password is not right for {id}.",
  "auth.wrongServer": "There is no Matrix server called {server}. Check the spelling.",
} as const;
