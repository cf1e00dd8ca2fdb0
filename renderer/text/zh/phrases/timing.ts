/** What the derivation of timing and the budgets of failures say, by their English templates. */
export const timingPhrases: Readonly<Record<string, string>> = {};
