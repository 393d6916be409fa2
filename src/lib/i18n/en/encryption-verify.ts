/** Words of verifying sessions and people, and of what is known of them; keys begin with "encryption.verify.". */
export const encryptionVerify = {
  "encryption.verify.titleSelf": "Verify a session",
  "encryption.verify.titlePerson": "Verify {name}",
  "encryption.verify.session": "Session {id}",
  "encryption.verify.anySession": "Another session of yours",
  "encryption.verify.timeLeft": "{time} left",

  "encryption.verify.askSelf": "Your session {session} wants to be verified.",
  "encryption.verify.askSelfUnnamed": "A session of yours wants to be verified.",
  "encryption.verify.askPerson": "{name} wants to verify you.",
  "encryption.verify.look": "Look",
  "encryption.verify.incomingSelf":
    "This session of your account asks to be verified. If you are signing in there now, accept. If not, refuse, and sign that session out.",
  "encryption.verify.incomingPerson":
    "{name} wants to make sure that it is you who writes, and nobody else in your name. You both compare a few emoji or scan a code, best while you meet or call each other.",
  "encryption.verify.fromDevice": "Asked from session {id}",
  "encryption.verify.accept": "Accept",
  "encryption.verify.refuse": "Refuse",
  "encryption.verify.notNow": "Not now",
  "encryption.verify.cancel": "Cancel",
  "encryption.verify.close": "Close",
  "encryption.verify.back": "Back",

  "encryption.verify.askedSelf": "Accept on your other session. What comes next shows here by itself.",
  "encryption.verify.askedPerson":
    "{name} has to accept first. Best do this while you meet or call each other, so that you know who it is.",

  "encryption.verify.readySelf": "Have both devices at hand. Choose one way on either of them.",
  "encryption.verify.readyPerson":
    "Do this while you meet, or over a call where you see or hear {name}. Not over a chat.",
  "encryption.verify.code": "Code to scan with the other device",
  "encryption.verify.codeNote": "Scan this with the other device",
  "encryption.verify.scan": "Scan the other device’s code",
  "encryption.verify.scanNote": "With the camera of this device",
  "encryption.verify.emoji": "Compare emoji",
  "encryption.verify.emojiNote": "Seven pictures that have to be the same on both",
  "encryption.verify.noWay": "The two have no way of verifying in common. Update the other app and try again.",

  "encryption.verify.scanning": "Hold the code of the other device in front of the camera.",
  "encryption.verify.cameraStarting": "Starting the camera",
  "encryption.verify.camera": "What the camera sees",
  "encryption.verify.cameraDenied":
    "Hubbub may not use the camera. Allow it in your browser’s settings for this page, or compare emoji.",
  "encryption.verify.cameraNone": "No camera was found. Compare emoji instead.",
  "encryption.verify.cameraBusy": "The camera can’t be used now; another program may have it. Compare emoji instead.",
  "encryption.verify.notACode": "This is a code, but not one for verifying.",
  "encryption.verify.wrongCode":
    "This code belongs to somebody or something else. Scan the one that the other device shows now.",

  "encryption.verify.scannedQuestion": "Does the other device show a green tick?",
  "encryption.verify.scannedNote": "It has read your code. If it shows no tick, somebody else has read it.",
  "encryption.verify.tickYes": "Yes, it does",
  "encryption.verify.tickNo": "No",
  "encryption.verify.tick": "The code was right",
  "encryption.verify.tickNote": "Now confirm on the other device that you see a green tick here.",

  "encryption.verify.waiting": "Getting the emoji ready",
  "encryption.verify.compare": "Are these the same on the other device, in the same order?",
  "encryption.verify.compareList": "Emoji to compare",
  "encryption.verify.match": "They match",
  "encryption.verify.differ": "They don’t match",
  "encryption.verify.confirmed": "Now the other side has to say that they match.",

  "encryption.verify.doneSelf": "Verified",
  "encryption.verify.doneSelfNote":
    "Both sessions trust each other. Others see that they are yours, and keys of older messages are shared between them.",
  "encryption.verify.donePerson": "{name} is verified",
  "encryption.verify.donePersonNote":
    "Nobody can read along or write in {name}’s name unnoticed. You are told if their identity ever changes.",
  "encryption.verify.done": "Done",

  "encryption.verify.refusedSelf": "Refused on the other session",
  "encryption.verify.refusedPerson": "{name} refused",
  "encryption.verify.refusedMe": "Cancelled",
  "encryption.verify.refusedNote": "Nothing has changed. You can ask again at any time.",
  "encryption.verify.timeout": "Time is up",
  "encryption.verify.timeoutNote":
    "It was not finished in time. Nothing has changed; start again when both are at hand.",
  "encryption.verify.mismatch": "They did not match",
  "encryption.verify.mismatchSelf":
    "The other session may not be the one you think it is. Sign out the sessions that you don’t know, change your password, and try again on a network you trust.",
  "encryption.verify.mismatchPerson":
    "Somebody may be between you and {name}. Write nothing secret for now, and try again on another network.",
  "encryption.verify.elsewhere": "Answered elsewhere",
  "encryption.verify.elsewhereNote": "Another session of yours goes on with it.",
  "encryption.verify.broken": "It was broken off",
  "encryption.verify.brokenNote": "Something went wrong between the two apps. Nothing has changed; try again.",

  "encryption.verify.newSession": "A new session signed in: {session}. Was it you?",
  "encryption.verify.verify": "Verify",
  "encryption.verify.signItOut": "Sign it out",
  "encryption.verify.signedOut": "The session was signed out",
  "encryption.verify.unverifiedCount": "{count, plural, one {# session is} other {# sessions are}} not verified",

  "encryption.verify.sessionVerified": "Verified",
  "encryption.verify.sessionTheirs": "Verified by its owner",
  "encryption.verify.sessionUnverified": "Not verified",
  "encryption.verify.sessionPlain": "Can’t encrypt",
  "encryption.verify.sessionVerify": "Verify {name}",
  "encryption.verify.sessionsAdvice": "Verify the sessions you know, and sign out those you don’t.",

  "encryption.verify.personNone": "Has not set encryption up, so there is nothing to verify yet.",
  "encryption.verify.personUnverified": "Not verified. Verify to be sure that nobody poses as them.",
  "encryption.verify.personVerified": "Verified by you.",
  "encryption.verify.personChanged":
    "Their identity is new. They may have signed in anew and lost their keys, or somebody poses as them.",
  "encryption.verify.personViolated":
    "You verified them, but their identity is another one now. Nothing encrypted is sent to them until this is settled.",
  "encryption.verify.personAsks": "They ask you to verify.",
  "encryption.verify.personVerify": "Verify",
  "encryption.verify.personAgain": "Verify again",
  "encryption.verify.personAccept": "Accept the new identity",
  "encryption.verify.personWithdraw": "Give the verification up",
  "encryption.verify.personSessions": "{count, plural, one {# session} other {# sessions}}",
  "encryption.verify.personFirst": "Verify this session first",
  "encryption.verify.memberVerified": "Verified",
} as const;
