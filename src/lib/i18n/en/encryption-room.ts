/** Words of encryption in conversations; keys begin with "encryption.room.". */
export const encryptionRoom = {
  "encryption.room.quote": "Encrypted message that can’t be read here",
  "encryption.room.tryAgain": "Try again",
  "encryption.room.getKeys": "Verify or enter the recovery key",
  "encryption.room.openSettings": "Open settings",
  "encryption.room.unreadableLabel":
    "{count, plural, one {Encrypted message} other {# encrypted messages}} from {names} that can’t be read",
  "encryption.room.senderOthers": "others",
  "encryption.room.unreadable.opening":
    "{count, plural, one {Opening an encrypted message} other {Opening # encrypted messages}} from {names}.",
  "encryption.room.unreadable.engine":
    "{count, plural, one {An encrypted message} other {# encrypted messages}} from {names}. Encryption could not be loaded, so {count, plural, one {it} other {they}} can’t be read now.",
  "encryption.room.unreadable.beforeJoin":
    "{count, plural, one {A message} other {# messages}} from {names} from before you joined. Only people who were here then can read {count, plural, one {it} other {them}}.",
  "encryption.room.unreadable.locked":
    "{count, plural, one {A message} other {# messages}} from {names} that this session has no key for yet. Your other sessions and your backup have {count, plural, one {it} other {them}}.",
  "encryption.room.unreadable.fetching":
    "{count, plural, one {A message} other {# messages}} from {names}. Getting {count, plural, one {its key} other {their keys}} from your backup.",
  "encryption.room.unreadable.noBackup":
    "{count, plural, one {A message} other {# messages}} from {names} from before this session. There is no backup of {count, plural, one {its key} other {their keys}}; you may import a file of keys.",
  "encryption.room.unreadable.notInBackup":
    "{count, plural, one {A message} other {# messages}} from {names} from before this session. Your backup does not have {count, plural, one {its key} other {their keys}}.",
  "encryption.room.unreadable.untrusted":
    "{count, plural, one {A message} other {# messages}} from {names} from before this session. The backup on the server was not made by you, so it is not used.",
  "encryption.room.unreadable.waiting":
    "{count, plural, one {A message} other {# messages}} from {names}, waiting for {count, plural, one {its key} other {their keys}}. {count, plural, one {It shows} other {They show}} by {count, plural, one {itself} other {themselves}} once {count, plural, one {it is} other {they are}} here.",
  "encryption.room.unreadable.withheldUnverified":
    "{count, plural, one {A message} other {# messages}} from {names}, who {senders, plural, one {sends} other {send}} only to verified sessions. Once this session is verified, new messages can be read.",
  "encryption.room.unreadable.withheldBlocked":
    "{count, plural, one {A message} other {# messages}} from {names}, who {senders, plural, one {has} other {have}} blocked this session.",
  "encryption.room.unreadable.withheld":
    "{count, plural, one {A message} other {# messages}} from {names}, whose app did not give this session the key.",
  "encryption.room.unreadable.unsignedDevice":
    "{count, plural, one {A message} other {# messages}} from a session that {names} did not verify. To be safe, {count, plural, one {it is} other {they are}} not shown.",
  "encryption.room.unreadable.identityChanged":
    "{count, plural, one {A message} other {# messages}} from {names}, whose identity changed after you verified it. To be safe, {count, plural, one {it is} other {they are}} not shown.",
  "encryption.room.unreadable.replayed":
    "{count, plural, one {A copy of a message} other {# copies of messages}} that {names} sent once before. {count, plural, one {It is} other {They are}} not shown.",
  "encryption.room.unreadable.wrongSender":
    "{count, plural, one {A message} other {# messages}} in the name of {names} that somebody else encrypted. {count, plural, one {It is} other {They are}} not shown.",
  "encryption.room.unreadable.malformed":
    "{count, plural, one {A message} other {# messages}} from {names} that {count, plural, one {is} other {are}} damaged and can’t be opened.",
  "encryption.room.shield.imported": "Its key came from a backup or a file, so nobody can vouch that {name} wrote it.",
  "encryption.room.shield.unknownDevice": "Sent from a session that is unknown or was deleted.",
  "encryption.room.shield.unsignedDevice": "Sent from a session that {name} did not verify.",
  "encryption.room.shield.unverifiedPerson": "You have not verified {name}.",
  "encryption.room.shield.identityChanged": "{name} was verified, but has a new identity now.",
  "encryption.room.shield.wrongSender": "Somebody other than {name} encrypted it.",
  "encryption.room.shield.plain": "Not encrypted, though this room is. The servers could read it, or have changed it.",
  "encryption.room.sharedBy": "{name} shared the key of this message with you.",
  "encryption.room.lockTitle": "This room is encrypted",
  "encryption.room.lockBody":
    "Only the people in it can read what is written here, on their own devices. The servers that carry it can’t. They do see who writes, when, and reactions.",
  "encryption.room.lockVerify": "To be sure that nobody poses as somebody else, verify the people you talk to.",
  "encryption.room.lockOpen": "Encrypted: what does that mean?",
  "encryption.room.placeholder": "Encrypted message",
  "encryption.room.changed":
    "{name} has a new identity. It may be that they signed in anew and lost their keys, or that somebody poses as them.",
  "encryption.room.violated":
    "{name}, whom you verified, has a new identity. Nothing is sent here until you verify them again or give the verification up.",
  "encryption.room.accept": "Accept",
  "encryption.room.verify": "Verify",
  "encryption.room.withdraw": "Give the verification up",
  "encryption.room.switchOn": "Switch encryption on",
  "encryption.room.switchOnTitle": "Encrypt this room?",
  "encryption.room.switchOnBody":
    "From then on only the people in the room can read what is written, on their own devices. What was written before stays as it is.",
  "encryption.room.switchOnForever":
    "It can’t be switched off again. Bots and bridges that can’t encrypt will stop working here.",
  "encryption.room.switchOnPublic":
    "Anybody may join this room, and whoever joins can read along. Encryption adds little here.",
  "encryption.room.switchingOn": "Switching on",
  "encryption.room.verifiedOnly": "Send only to verified sessions",
  "encryption.room.verifiedOnlyHint": "Sessions that their owners did not verify can’t read what you write here.",
  "encryption.room.createEncrypted": "Encrypted",
  "encryption.room.createHint": "Only members can read it, on their own devices. This can’t be undone.",
  "encryption.room.createPlainHint": "The servers that carry this room can read it.",
  "encryption.room.createFixedOff": "Your server does not want rooms to be encrypted.",
  "encryption.room.createFixedOn": "Your server wants private rooms to be encrypted.",
  "encryption.room.startEncrypted": "Private and encrypted",
  "encryption.room.sourceWire": "As it came",
  "encryption.room.sourceOpened": "Decrypted",
  "encryption.room.error.identityViolated":
    "Somebody here whom you verified has a new identity. Verify them again, or give the verification up.",
  "encryption.room.error.unsignedDevice": "Somebody here whom you verified has a session that they did not verify.",
  "encryption.room.error.notVerified": "This session is not verified yet.",
  "encryption.room.error.unavailable": "Encryption could not be loaded. Nothing goes out in clear.",
  "encryption.room.source": "What to show",
} as const;
