import type { Answer, Challenge } from "#api/uia.ts";

export interface StageProps {
  readonly challenge: Challenge;
  readonly baseUrl: string;
  readonly busy: boolean;
  readonly problem: string | undefined;
  readonly onAnswer: (answer: Answer) => void;
  readonly onBack: () => void;
}
