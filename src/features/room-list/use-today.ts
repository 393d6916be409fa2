import { useEffect, useState } from "react";

function startOfToday(): number {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
}

/** The start of today; changes at midnight, when the times of the rows read differently. */
export function useToday(): number {
  const [today, setToday] = useState(startOfToday);
  useEffect(() => {
    const tomorrow = new Date(today);
    tomorrow.setDate(tomorrow.getDate() + 1);
    const timer = setTimeout(() => setToday(startOfToday()), Math.max(1000, tomorrow.getTime() - Date.now() + 500));
    return () => clearTimeout(timer);
  }, [today]);
  return today;
}
