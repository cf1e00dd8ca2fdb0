/** What the failure simulator says, by their English templates. */
export const simulatorPhrases: Readonly<Record<string, string>> = {};
