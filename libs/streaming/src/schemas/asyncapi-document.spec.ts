import { describe, expect, it } from '@jest/globals';
import path from 'node:path';
import { faultsBySchema as faults } from '../../../../test/support/message-faults.ts';
import { readMarkdown } from '../../../../test/support/markdown-file.ts';
import { asyncApiDocument } from './asyncapi-document.ts';
import { MESSAGE_EXAMPLES } from './message-examples.ts';

type Message = { readonly type: string } & Record<string, unknown>;

const document = asyncApiDocument({ host: 'localhost:3000', protocol: 'ws' });

describe(asyncApiDocument.name, () => {
  it('resolves every reference it makes', () => {
    const references = JSON.stringify(document).match(/"\$ref":"([^"]+)"/g) ?? [];
    for (const found of new Set(references)) {
      const pointer = found.slice('"$ref":"#/'.length, -1).split('/');
      const target = pointer.reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document);
      expect([found, typeof target]).toEqual([found, 'object']);
    }
    expect(references.length).toBeGreaterThan(20);
  });

  it.each(Object.entries(MESSAGE_EXAMPLES) as [string, Message][])(
    'has a schema of %s that its example keeps and faults break',
    (name, example) => {
      expect(faults(name, example)).toBe('');
      for (const key of Object.keys(example))
        if (key !== 'agent_name' || name === 'agent_status')
          expect(faults(name, { ...example, [key]: undefined, [`other_${key}`]: 1 })).not.toBe('');
      expect(faults(name, { ...example, type: 'other' })).not.toBe('');
      expect(faults(name, { ...example, more: 1 })).not.toBe('');
      if ('timestamp' in example)
        expect(faults(name, { ...example, timestamp: '2026-11-24T09:30:00Z' })).not.toBe('');
      if ('sequence' in example) expect(faults(name, { ...example, sequence: 0 })).not.toBe('');
    },
  );

  it('has the examples that docs/streaming-protocol.md shows', () => {
    const { blocks } = readMarkdown(
      path.resolve(import.meta.dirname, '../../../../docs/streaming-protocol.md'),
    );
    const shown = blocks.filter(({ language }) => language === 'json').map(({ text }) => JSON.parse(text));

    expect(shown).toEqual(Object.values(MESSAGE_EXAMPLES));
  });
});
