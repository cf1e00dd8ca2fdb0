/** What a deployment and the dashboard say, by their English templates. */
export const deploymentPhrases: Readonly<Record<string, string>> = {};
