/** What exports and imports say, by their English templates. */
export const exportPhrases: Readonly<Record<string, string>> = {};
