import type { Screen } from './terminal.ts';

const REFRESH_MS = 100;

/** Lines that are drawn again and again in the same place; nothing at all where lines cannot be taken back. */
export class LiveLines {
  private readonly screen: Screen;
  private readonly render: () => readonly string[];
  private timer: NodeJS.Timeout | undefined;
  private drawn = 0;

  constructor(screen: Screen, render: () => readonly string[]) {
    this.screen = screen;
    this.render = render;
  }

  show(): void {
    if (!this.screen.canRedraw || this.timer !== undefined) return;
    this.draw();
    this.timer = setInterval(() => this.draw(), REFRESH_MS);
  }

  /** Draws at once what has changed, however short a time it is so. */
  update(): void {
    if (this.timer !== undefined) this.draw();
  }

  /** Takes the lines off the screen. */
  hide(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.screen.write(this.back());
    this.drawn = 0;
  }

  private draw(): void {
    const lines = this.render();
    // One write, so that no half of a picture is seen.
    this.screen.write(this.back() + lines.map((line) => `${line}\n`).join(''));
    this.drawn = lines.length;
  }

  /** Up to the first line, and everything below it away. */
  private back(): string {
    return this.drawn === 0 ? '' : `\u001b[${this.drawn}A\u001b[0J`;
  }
}
