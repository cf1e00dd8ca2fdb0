import type { Locator, Page } from 'playwright-core';

/** The screens of running work, as a user knows them. */
export class RunPages {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** The hosts on the dashboard that say that they lead. */
  async leaders(): Promise<string[]> {
    const cards = this.page.locator('li.host-card', { hasText: /Leader\s*running|Leader/ });
    const names: string[] = [];
    for (const card of await cards.all()) {
      // etcd has a leader as well: the member's role stands in an element of its own.
      const role = await card.locator('.member-role').allTextContents();
      const up = (await card.getAttribute('class'))?.includes('host-answers') === true;
      if (up && role.some((text) => text.trim() === 'Leader'))
        names.push((await card.getAttribute('aria-label')) ?? '');
    }
    return names;
  }

  verdict(text: string): Locator {
    return this.page.getByRole('status').filter({ hasText: text });
  }
}
