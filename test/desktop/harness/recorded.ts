/** What the program asked of the system, for a test to look at. */
export const recorded = {
  sandboxEnabled: false,
  webPreferences: {} as Record<string, unknown>,
  schemes: [] as { scheme: string; privileges: Record<string, boolean> }[],
  externalAddresses: [] as string[],
  notifications: [] as { title: string; body: string }[],
  dialogs: [] as { message: string; detail: string; buttons: string[] }[],
  menus: [] as unknown[],
  /** Messages that went to the page. */
  sent: 0,
};
