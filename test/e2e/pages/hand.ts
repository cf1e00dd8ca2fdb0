import type { Locator, Page } from 'playwright-core';

/** How a person works with the page. */
export interface Hand {
  readonly name: 'mouse' | 'keyboard';
  /** Presses a button or a link. */
  press(target: Locator): Promise<void>;
  /** Ticks a box. */
  tick(target: Locator): Promise<void>;
  /** Chooses one of several radio buttons. */
  choose(target: Locator): Promise<void>;
  type(target: Locator, text: string): Promise<void>;
  /** Chooses one of the values of a list that opens. */
  select(target: Locator, value: string): Promise<void>;
}

export function mouse(): Hand {
  return {
    name: 'mouse',
    press: (target) => target.click(),
    tick: (target) => target.check(),
    choose: (target) => target.check(),
    type: (target, text) => target.fill(text),
    select: async (target, value) => void (await target.selectOption(value)),
  };
}

/** More than any screen has stops. */
const maxTabs = 400;

/** Tab, arrows, Space and Enter, and nothing else: what cannot be reached by them fails. */
export function keyboard(page: Page): Hand {
  // Tests are compiled without the types of pages.
  const has = (target: Locator) =>
    target.evaluate((element) => {
      const { ownerDocument } = element as unknown as { readonly ownerDocument: { readonly activeElement: unknown } };
      return element === ownerDocument.activeElement;
    });
  const reach = async (target: Locator) => {
    await target.waitFor();
    for (let tabs = 0; tabs < maxTabs; tabs++) {
      if (await has(target)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`${target} cannot be reached with the Tab key`);
  };
  return {
    name: 'keyboard',
    async press(target) {
      await reach(target);
      await page.keyboard.press('Enter');
    },
    async tick(target) {
      await reach(target);
      await page.keyboard.press('Space');
      if (!(await target.isChecked())) throw new Error(`${target} cannot be ticked with the space bar`);
    },
    async choose(target) {
      // One of the group is a stop; the arrows lead to the others.
      await target.waitFor();
      const name = await target.getAttribute('name');
      for (let tabs = 0; ; tabs++) {
        const inGroup: boolean = await page.evaluate(
          `document.activeElement?.type === 'radio' && document.activeElement.name === ${JSON.stringify(name)}`,
        );
        if (inGroup) break;
        if (tabs === maxTabs) throw new Error(`${target} cannot be reached with the Tab key`);
        await page.keyboard.press('Tab');
      }
      for (let arrows = 0; arrows < 20 && !(await has(target)); arrows++) await page.keyboard.press('ArrowDown');
      if (!(await target.isChecked())) throw new Error(`${target} cannot be chosen with the arrow keys`);
    },
    async type(target, text) {
      await reach(target);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(text);
    },
    async select(target, value) {
      await reach(target);
      // A list that has the focus goes to what is typed.
      await page.keyboard.type(value);
      if ((await target.inputValue()) !== value) throw new Error(`${value} cannot be chosen in ${target} by typing`);
    },
  };
}
