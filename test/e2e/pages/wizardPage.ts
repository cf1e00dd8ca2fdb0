import type { Locator, Page } from 'playwright-core';

export type Language = 'English' | '简体中文';

/** The start screen and the frame around the steps, as a user knows them, in both languages. */
export class WizardPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The steps of the open project, in order, whatever their language. */
  get steps(): Locator {
    return this.page.getByRole('navigation').getByRole('listitem').getByRole('button');
  }

  get main(): Locator {
    return this.page.getByRole('main');
  }

  /** Goes to the projects, wherever the page is. */
  async home(): Promise<void> {
    const newProject = this.page.getByRole('textbox', { name: /New project|新建项目/ });
    const projects = this.page.getByRole('button', { name: /^(Projects|项目)$/ });
    await newProject.or(projects).first().waitFor();
    if (await projects.isVisible()) await projects.click();
    await newProject.waitFor();
  }

  async createProject(name: string): Promise<void> {
    await this.page.getByRole('textbox', { name: /New project|新建项目/ }).fill(name);
    await this.page.getByRole('button', { name: /Create project|创建项目/ }).click();
    await this.steps.first().waitFor();
  }

  async openDemo(): Promise<void> {
    await this.page.getByRole('button', { name: /Look at a demo|查看演示/ }).click();
    await this.steps.first().waitFor();
  }

  async speak(language: Language): Promise<void> {
    await this.page.getByRole('combobox', { name: /^(Language|语言)$/ }).selectOption({ label: language });
  }

  /** Goes to a step by its place in the rail and waits until it is drawn. */
  async goTo(index: number): Promise<void> {
    await this.steps.nth(index).click();
    await this.settled();
  }

  /** Waits for parts that are loaded late, and for motion to end. */
  async settled(): Promise<void> {
    await this.main.getByRole('heading').first().waitFor();
    await this.page.evaluate(`Promise.race([
      Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))),
      new Promise((resolve) => setTimeout(resolve, 1000)),
    ]).then(() => undefined)`);
  }
}
