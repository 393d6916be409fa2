import { createContext } from "react";

/** The single setting somebody looks for: its row comes into sight and stands out for a moment. */
export const FoundItem = createContext<string | undefined>(undefined);
