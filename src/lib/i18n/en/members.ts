/** Words of this area; keys begin with "members.". */
export const members = {
  "members.label": "Members",
  "members.find": "{count, plural, one {Find the one member} other {Find one of # members}}",
  "members.clear": "Clear the search",
  "members.group.creator": "Creators",
  "members.group.admin": "Admins",
  "members.group.moderator": "Moderators",
  "members.group.member": "Members",
  "members.group.invited": "Invited",
  "members.you": "You",
  "members.invited": "Invited",
  "members.noneTitle": "Nobody called “{query}”",
  "members.noneBody": "Look for a part of a name or of a Matrix ID, such as @name:server.",
  "members.emptyTitle": "Nobody here yet",
  "members.emptyBody": "The list of members has not arrived.",
  "members.invite": "Invite people",
  "members.loading": "Loading members",
} as const;
