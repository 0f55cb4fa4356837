import type { ErrorType } from '#contracts';
import { SeasonApiError, ServerUnreachableError } from '#client';
import { describe, expect, it } from '@jest/globals';
import { CommandError } from './command-error.ts';

const refused = (status: number, error_type: ErrorType) =>
  CommandError.from(
    new SeasonApiError(status, {
      error_type,
      message: 'No.',
      details: {},
      suggestions: ['Do otherwise.'],
      request_id: 'planner-42',
      timestamp: '2026-11-24T12:00:00.000Z',
    }),
  );

describe(CommandError, () => {
  it.each([
    [400, 'PARAMETER_EXTRACTION_ERROR', 'invalid'],
    [422, 'DATASET_INVALID', 'invalid'],
    [413, 'PAYLOAD_TOO_LARGE', 'invalid'],
    [404, 'DATA_NOT_FOUND', 'usage'],
    [409, 'APPROVAL_EXPIRED', 'cancelled'],
    [403, 'FORBIDDEN', 'unreachable'],
    [429, 'RATE_LIMITED', 'unreachable'],
    [503, 'LANGUAGE_MODEL_UNAVAILABLE', 'unreachable'],
    [500, 'INTERNAL_ERROR', 'failed'],
  ] as const)('of %i %s ends the command as %s', (status, type, outcome) => {
    expect(refused(status, type)).toMatchObject({ outcome, message: 'No.', suggestions: ['Do otherwise.'] });
  });

  it('says where the key goes that a server asks for', () => {
    const { outcome, suggestions } = refused(401, 'UNAUTHENTICATED');

    expect(outcome).toBe('unreachable');
    expect(suggestions[0]).toContain('SEASON_ORCHESTRATOR_API_KEY');
  });

  it('says how to have a server where none answers', () => {
    const error = CommandError.from(new ServerUnreachableError('http://127.0.0.1:3000', new Error('gone')));

    expect(error).toMatchObject({
      outcome: 'unreachable',
      message: 'http://127.0.0.1:3000 does not answer (gone).',
    });
    expect(error.suggestions[0]).toContain('npm start');
  });
});
