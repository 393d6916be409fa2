/** Keys of gap rows name the chunk after the gap by its order. */
export function gapKey(order: number): string {
  return `gap:${order}`;
}

export function gapOrder(key: string): number | undefined {
  const match = /^gap:(-?\d{1,15})$/.exec(key);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}
