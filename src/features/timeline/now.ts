/** The one place of this feature that looks at the clock of the machine. */
export function systemNow(): number {
  return Date.now();
}
