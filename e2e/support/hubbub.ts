/** Hubbub as a person uses it: by roles and names, never by class. One place to change when a label changes. */
import { expect, type Locator, type Page } from "@playwright/test";

export class Hubbub {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open(path = "/"): Promise<void> {
    await this.page.goto(path);
  }

  /** Types into the sign-in screen and presses the button; does not wait for the outcome. */
  async fillSignIn(server: string, user: string, password: string): Promise<void> {
    await this.page.getByLabel("Server, or your Matrix ID").fill(server);
    await this.page.getByLabel("User name").fill(user);
    await this.page.getByLabel("Password", { exact: true }).fill(password);
    await this.page.getByRole("button", { name: "Sign in", exact: true }).click();
  }

  async signIn(server: string, user: string, password: string): Promise<void> {
    await this.open();
    await this.fillSignIn(server, user, password);
    await expect(this.list).toBeVisible();
  }

  get list(): Locator {
    return this.page.getByRole("tree");
  }

  row(name: string | RegExp): Locator {
    return this.list.getByRole("treeitem", { name });
  }

  async openRoom(name: string): Promise<void> {
    await this.row(new RegExp(`^${escape(name)}`)).click();
    await expect(this.heading(name)).toBeVisible();
    await expect(this.feed).toBeVisible();
  }

  heading(name: string): Locator {
    return this.page.getByRole("main").getByRole("heading", { name, exact: true });
  }

  get feed(): Locator {
    return this.page.getByRole("feed");
  }

  /** Messages (articles) that contain the text. */
  message(text: string | RegExp): Locator {
    return this.feed.getByRole("article").filter({ hasText: text });
  }

  get composer(): Locator {
    return this.page.getByRole("textbox", { name: "Message", exact: true });
  }

  /** Picks files with the attach button. */
  async attach(
    files: readonly { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }[],
  ): Promise<void> {
    await expect(this.composer).toBeVisible();
    await this.page.locator("input[type=file]").setInputFiles([...files]);
  }

  async signOut(): Promise<void> {
    await this.page.getByRole("button", { name: /^Account/ }).click();
    await this.page.getByRole("menuitem", { name: /^Sign out/ }).click();
    await this.page
      .getByRole("dialog")
      .getByRole("button", { name: /^Sign out/ })
      .click();
  }

  async startChat(userId: string): Promise<void> {
    await this.page.getByRole("button", { name: "Start a chat" }).first().click();
    const dialog = this.page.getByRole("dialog");
    await dialog.getByRole("combobox").fill(userId);
    await dialog.getByRole("option", { name: new RegExp(escape(userId)) }).click();
    await dialog.getByRole("button", { name: /chat/i }).last().click();
    await expect(dialog).toHaveCount(0);
  }

  async createRoom(room: {
    readonly name: string;
    readonly topic: string;
    readonly access: "private" | "public";
    readonly alias: string;
  }): Promise<void> {
    await this.open("/#/new");
    const dialog = this.page.getByRole("dialog");
    await dialog.getByLabel("Name").fill(room.name);
    await dialog.getByLabel(/^Topic/).fill(room.topic);
    if (room.access === "public") {
      await dialog.getByRole("button", { name: "Anybody" }).click();
      await dialog.getByLabel(/address/i).fill(room.alias);
    }
    await dialog.getByRole("button", { name: "Create room" }).click();
    await expect(dialog).toHaveCount(0);
  }

  async joinByAddress(address: string, name: string): Promise<void> {
    await this.page
      .getByRole("button", { name: /^Join a room/ })
      .first()
      .click();
    const dialog = this.page.getByRole("dialog");
    await dialog.getByRole("textbox").fill(address);
    await this.page.keyboard.press("Enter");
    await expect(dialog.getByText(name)).toBeVisible();
    await dialog.getByRole("button", { name: /^Join/ }).click();
    await expect(dialog).toHaveCount(0);
  }

  async leaveRoom(): Promise<void> {
    await this.page.getByRole("button", { name: "Room menu" }).click();
    await this.page.getByRole("menuitem", { name: /^Leave/ }).click();
    await this.page
      .getByRole("dialog")
      .getByRole("button", { name: /^Leave/ })
      .click();
  }

  /** Scrolls up as a person does until the room's beginning is on screen. */
  async scrollToStart(): Promise<void> {
    await this.feed.focus();
    await expect(async () => {
      await this.page.keyboard.press("Control+Home");
      await expect(this.page.getByText(/^This is where/)).toBeInViewport({ timeout: 500 });
    }).toPass({ timeout: 30_000 });
  }

  async say(text: string): Promise<void> {
    await this.composer.click();
    await this.page.keyboard.type(text);
    await this.page.keyboard.press("Enter");
  }
}

export function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
