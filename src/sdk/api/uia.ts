/**
 * User-interactive authentication (spec: User-Interactive Authentication API): what a server asks for before it does
 * something that matters (register, change the password, delete sessions). A verb that may be asked answers with a
 * `Challenge`; it is called again with an `Answer` to one stage, and so on until it is done.
 */

/** A document to agree to (`m.login.terms`), in the language the server gave first of those asked for. */
export interface TermsPolicy {
  readonly id: string;
  readonly name: string;
  /** http or https. */
  readonly url: string;
}

export interface Challenge {
  /** Stays the same over all answers. */
  readonly session: string | undefined;
  /** Each flow is a list of stages; finishing any one of them is enough. */
  readonly flows: readonly (readonly string[])[];
  readonly completed: readonly string[];
  /** Documents of the stage `m.login.terms`. */
  readonly terms: readonly TermsPolicy[];
  /** The server's page for a stage nobody here knows; `{stage}` stands for the stage. Undefined without a session. */
  readonly fallback: string | undefined;
  /** The page of an account on an OAuth server where the stage is done (`m.oauth`). */
  readonly accountPage: string | undefined;
  /** Why the last answer was not accepted (`M_FORBIDDEN`: wrong password, `M_UNAUTHORIZED`: link not opened yet, …). */
  readonly refusal: { readonly errcode: string; readonly message: string } | undefined;
}

/** Proof that an e-mail address was asked for; worth something once the link in the mail was opened. */
export interface EmailProof {
  readonly clientSecret: string;
  readonly sid: string;
  /** Which mail this was: the next one is asked for with it and has a higher number. */
  readonly attempt: number;
  /** Where a code from the message can be sent instead of opening a link. */
  readonly submitUrl: string | undefined;
}

/** The answer to one stage. `session` is the challenge's. */
export type Answer = { readonly session: string | undefined } & (
  | { readonly stage: "m.login.password"; readonly password: string }
  | { readonly stage: "m.login.dummy" }
  | { readonly stage: "m.login.terms" }
  | { readonly stage: "m.login.registration_token"; readonly token: string }
  | { readonly stage: "m.login.email.identity"; readonly proof: EmailProof }
  /** A stage that was done on the server's own page. */
  | { readonly stage: "fallback" }
);

/** The outcome of something the server may want to be sure about. */
export type Guarded<T> =
  { readonly state: "done"; readonly value: T } | { readonly state: "challenge"; readonly challenge: Challenge };

/** Stages this client can do by itself; for others there is the server's page. */
export const KNOWN_STAGES = [
  "m.login.dummy",
  "m.login.terms",
  "m.login.password",
  "m.login.registration_token",
  "m.login.email.identity",
] as const;
export type KnownStage = (typeof KNOWN_STAGES)[number];

export function isKnownStage(stage: string): stage is KnownStage {
  return KNOWN_STAGES.some((known) => known === stage);
}

/**
 * The stage to do next: of the flow that asks for the fewest pages of the server and, among those, the fewest stages.
 * `undefined` when every stage of a flow is done (ask again with `fallback`).
 */
export function nextStage(challenge: Challenge): string | undefined {
  const left = challenge.flows.map((flow) => flow.filter((stage) => !challenge.completed.includes(stage)));
  const cost = (stages: readonly string[]): number =>
    stages.reduce((sum, stage) => sum + (isKnownStage(stage) ? 1 : 100), 0);
  const [best] = left.toSorted((a, b) => cost(a) - cost(b));
  return best?.[0];
}

/** All stages of the flow `nextStage` follows, done ones too: for "step 2 of 3". */
export function stagesAhead(challenge: Challenge): readonly string[] {
  const next = nextStage(challenge);
  if (next === undefined) return [];
  const cost = (stages: readonly string[]): number =>
    stages.filter((stage) => !challenge.completed.includes(stage)).length +
    stages.filter((stage) => !isKnownStage(stage) && !challenge.completed.includes(stage)).length * 99;
  const [best] = challenge.flows.toSorted((a, b) => cost(a) - cost(b));
  return best ?? [];
}

/**
 * Address of the server's own page for a stage; it is opened in a new window (with an opener: the page says
 * `authDone` to it), and afterwards the verb is called with the stage `fallback`.
 */
export function fallbackUrl(challenge: Challenge, stage: string): string | undefined {
  return challenge.fallback?.replace("{stage}", encodeURIComponent(stage));
}
