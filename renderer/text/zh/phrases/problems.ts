/** What goes wrong with a request, a file or a connection, by their English templates. */
export const problemPhrases: Readonly<Record<string, string>> = {};
