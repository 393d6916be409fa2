/** Words of this area; keys begin with "links.". */
export const links = {
  "links.addressBody": "It names no room, message or person. Part of it may have been lost when it was copied.",
  "links.addressTitle": "This address leads nowhere",
  "links.askHint": "Whoever decides reads this. It may stay empty.",
  "links.askReason": "Why you want to join",
  "links.askToJoin": "Ask to join",
  "links.inviteOnly": "Only people who are invited can join. Ask somebody in the room for an invite.",
  "links.messageFailed": "The message could not be fetched: {reason}",
  "links.messageForbidden": "You may not see this message. The room hides what was said before one came in.",
  "links.messageUnknown":
    "This message cannot be found. The link may be wrong, or the message is gone from your server.",
  "links.openStart": "Go to start",
  "links.toLatest": "Go to latest",
} as const;
