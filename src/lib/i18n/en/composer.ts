/** Words of this area; keys begin with "composer.". */
export const composer = {
  "composer.label": "Message",
  "composer.placeholder": "Write to {room}",
  "composer.caption": "Add a caption",
  "composer.send": "Send",
  "composer.attach": "Add files",
  "composer.removeFile": "Remove {name}",
  "composer.files": "Files to send",
  "composer.dropHere": "Drop to send to {room}",
  "composer.tooLarge": "“{name}” is {size}; this server takes up to {limit}.",
  "composer.tooLargeMany": "{count} files are larger than the {limit} this server takes: {names}.",
  "composer.emptyFile": "“{name}” is empty, or it is a folder. Only files with something in them can be sent.",
  "composer.notKept": "Not sent: {reason} Your text is back in the field.",
  "composer.dismiss": "Dismiss",
  "composer.encrypted":
    "This room is encrypted. This version of Hubbub cannot encrypt yet, so it sends nothing here: nothing goes out in clear.",
  "composer.forbidden": "You may read here, but not write.",
  "composer.replaced": "This room was replaced. Write in the new one.",
} as const;
