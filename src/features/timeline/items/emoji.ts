/** Reactions at hand: the first six stand alone, the rest is what people use most. */
export const QUICK_REACTIONS: readonly string[] = ["👍", "❤️", "😂", "😮", "😢", "🎉"];

// prettier-ignore
export const COMMON_REACTIONS: readonly string[] = [
  "😀", "😄", "😊", "😍", "🥰", "😘", "😉", "😎",
  "🤩", "🥳", "🤗", "🙂", "🙃", "🤔", "🤨", "😐",
  "😴", "😭", "😡", "😱", "🤯", "😅", "🤣", "🫠",
  "👎", "👏", "🙌", "🙏", "💪", "🤝", "👀", "👋",
  "🔥", "✨", "💯", "✅", "❌", "❓", "🚀", "☕",
];
