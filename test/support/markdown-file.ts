import { readFileSync } from 'node:fs';

interface MarkdownLink {
  readonly line: number;
  readonly target: string;
}

export interface MarkdownFile {
  readonly links: readonly MarkdownLink[];
  /** Anchors of the headings, as GitHub makes them. */
  readonly anchors: ReadonlySet<string>;
  /** Inline code, such as `npm start`. */
  readonly code: readonly string[];
  /** Fenced blocks with their language. */
  readonly blocks: readonly { readonly language: string; readonly text: string }[];
}

export function readMarkdown(file: string): MarkdownFile {
  const links: MarkdownLink[] = [];
  const anchors = new Set<string>();
  const code: string[] = [];
  const blocks: { language: string; text: string }[] = [];
  let block: { language: string; text: string } | undefined;
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    const fence = /^\s*```(\w*)/.exec(line);
    if (fence !== null) {
      if (block !== undefined) blocks.push(block);
      block = block === undefined ? { language: fence[1], text: '' } : undefined;
      continue;
    }
    if (block !== undefined) {
      block.text += line + '\n';
      continue;
    }
    const heading = /^#+\s+(.+)$/.exec(line);
    if (heading !== null) anchors.add(anchorOf(heading[1], anchors));
    for (const [, text] of line.matchAll(/`([^`]+)`/g)) code.push(text);
    for (const [, target] of line.replace(/`[^`]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g))
      links.push({ line: index + 1, target });
  }
  return { links, anchors, code, blocks };
}

/** A heading that stands twice gets a number behind its second anchor. */
function anchorOf(heading: string, taken: ReadonlySet<string>): string {
  const base = heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
  for (let number = 0; ; number++) {
    const anchor = number === 0 ? base : `${base}-${number}`;
    if (!taken.has(anchor)) return anchor;
  }
}
