/** What preflight says of hosts, by their English templates. */
export const preflightPhrases: Readonly<Record<string, string>> = {};
