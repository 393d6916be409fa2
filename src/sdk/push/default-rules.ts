/**
 * The rules an account starts with (spec 1.15: Predefined Rules), for servers that didn't send any yet. Conditions that
 * name the account itself are written with our own kinds, because the id isn't known here.
 */
import type { JsonObject } from "#sdk/events/envelope.ts";

const highlight = { set_tweak: "highlight" };
const sound = { set_tweak: "sound", value: "default" };

function typeIs(type: string): JsonObject {
  return { kind: "event_match", key: "type", pattern: type };
}

export const DEFAULT_RULES: JsonObject = {
  override: [
    { rule_id: ".m.rule.master", default: true, enabled: false, conditions: [], actions: [] },
    {
      rule_id: ".m.rule.suppress_notices",
      default: true,
      conditions: [{ kind: "event_match", key: "content.msgtype", pattern: "m.notice" }],
      actions: [],
    },
    {
      rule_id: ".m.rule.invite_for_me",
      default: true,
      conditions: [
        typeIs("m.room.member"),
        { kind: "event_match", key: "content.membership", pattern: "invite" },
        { kind: "hubbub.about_me" },
      ],
      actions: ["notify", sound],
    },
    { rule_id: ".m.rule.member_event", default: true, conditions: [typeIs("m.room.member")], actions: [] },
    {
      rule_id: ".m.rule.is_user_mention",
      default: true,
      conditions: [{ kind: "hubbub.mentions_me" }],
      actions: ["notify", sound, highlight],
    },
    {
      rule_id: ".m.rule.contains_display_name",
      default: true,
      conditions: [{ kind: "contains_display_name" }],
      actions: ["notify", sound, highlight],
    },
    {
      rule_id: ".m.rule.is_room_mention",
      default: true,
      conditions: [
        { kind: "event_property_is", key: "content.m\\.mentions.room", value: true },
        { kind: "sender_notification_permission", key: "room" },
      ],
      actions: ["notify", highlight],
    },
    {
      rule_id: ".m.rule.roomnotif",
      default: true,
      conditions: [
        { kind: "event_match", key: "content.body", pattern: "@room" },
        { kind: "sender_notification_permission", key: "room" },
      ],
      actions: ["notify", highlight],
    },
    {
      rule_id: ".m.rule.tombstone",
      default: true,
      conditions: [typeIs("m.room.tombstone"), { kind: "event_match", key: "state_key", pattern: "" }],
      actions: ["notify", highlight],
    },
    { rule_id: ".m.rule.reaction", default: true, conditions: [typeIs("m.reaction")], actions: [] },
    {
      rule_id: ".m.rule.room.server_acl",
      default: true,
      conditions: [typeIs("m.room.server_acl"), { kind: "event_match", key: "state_key", pattern: "" }],
      actions: [],
    },
    {
      rule_id: ".m.rule.suppress_edits",
      default: true,
      conditions: [{ kind: "event_property_is", key: "content.m\\.relates_to.rel_type", value: "m.replace" }],
      actions: [],
    },
  ],
  content: [{ rule_id: ".m.rule.contains_user_name", default: true, actions: ["notify", sound, highlight] }],
  underride: [
    {
      rule_id: ".m.rule.call",
      default: true,
      conditions: [typeIs("m.call.invite")],
      actions: ["notify", { set_tweak: "sound", value: "ring" }],
    },
    {
      rule_id: ".m.rule.encrypted_room_one_to_one",
      default: true,
      conditions: [{ kind: "room_member_count", is: "2" }, typeIs("m.room.encrypted")],
      actions: ["notify", sound],
    },
    {
      rule_id: ".m.rule.room_one_to_one",
      default: true,
      conditions: [{ kind: "room_member_count", is: "2" }, typeIs("m.room.message")],
      actions: ["notify", sound],
    },
    { rule_id: ".m.rule.message", default: true, conditions: [typeIs("m.room.message")], actions: ["notify"] },
    { rule_id: ".m.rule.encrypted", default: true, conditions: [typeIs("m.room.encrypted")], actions: ["notify"] },
  ],
};
