/** The drawing of a Phosphor icon: the `d` of its one path in a 256 × 256 box. See scripts/vite/icons.ts. */
declare module "virtual:icon/*" {
  const d: string;
  export default d;
}
