import "./switch.css";

export interface SwitchProps {
  readonly label: string;
  readonly state: "on" | "off";
  readonly onChange: (state: "on" | "off") => void;
}

export function Switch({ label, state, onChange }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      className={state === "on" ? "switch on" : "switch"}
      aria-checked={state === "on"}
      aria-label={label}
      onClick={() => onChange(state === "on" ? "off" : "on")}
    />
  );
}
