import { describe, expect, it } from '@jest/globals';
import { BadRequestException, HttpException, NotFoundException } from '@nestjs/common';
import { toErrorResponse, toOrchestratorError } from './error-response.ts';
import {
  AgentTimeoutError,
  InvalidParametersError,
  ServiceUnavailableError,
  ValidationError,
} from './orchestrator-error.ts';

const request = { method: 'POST', path: '/api/somewhere', contentType: 'application/json' };

describe(toErrorResponse.name, () => {
  it('renders an error of ours with everything the contract promises', () => {
    const body = toErrorResponse(new AgentTimeoutError('demand', 30_000), request, 'request-1');

    expect(body).toMatchObject({
      error_type: 'AGENT_TIMEOUT',
      details: { agent_name: 'demand', timeout_ms: 30_000 },
      request_id: 'request-1',
    });
    expect(body.suggestions.length).toBeGreaterThan(0);
    expect(body.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('says nothing of the inside when the error is not ours', () => {
    const secret = new Error('SELECT password FROM users at /srv/app/libs/x.ts:1');

    const body = JSON.stringify(toErrorResponse(secret, request, 'request-1'));

    expect(body).toContain('INTERNAL_ERROR');
    expect(body).not.toMatch(/SELECT|password|\/srv|\.ts/);
  });

  it.each([
    ['a route that is not there', new NotFoundException(), 'NOT_FOUND', 404],
    [
      'a body that is no JSON',
      Object.assign(new SyntaxError('Unexpected token'), { type: 'entity.parse.failed' }),
      'MALFORMED_JSON',
      400,
    ],
    [
      'the same, wrapped by the framework',
      new BadRequestException('Unexpected token', {
        cause: Object.assign(new SyntaxError('Unexpected token'), { type: 'entity.parse.failed' }),
      }),
      'MALFORMED_JSON',
      400,
    ],
    [
      'a path that cannot be decoded',
      new BadRequestException("Failed to decode param '%E0'", { cause: new URIError('malformed') }),
      'MALFORMED_REQUEST',
      400,
    ],
    [
      'a body that is not packed as it says',
      new HttpException('incorrect header check', 400, { cause: new Error('incorrect header check') }),
      'MALFORMED_REQUEST',
      400,
    ],
    [
      'a body over the limit',
      Object.assign(new Error('too large'), { type: 'entity.too.large', limit: 102_400 }),
      'PAYLOAD_TOO_LARGE',
      413,
    ],
    [
      'a charset nobody reads',
      Object.assign(new Error('charset'), { type: 'charset.unsupported' }),
      'UNSUPPORTED_MEDIA_TYPE',
      415,
    ],
    [
      'a database that is down',
      Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
      'SERVICE_UNAVAILABLE',
      503,
    ],
    [
      'a database on its way down',
      Object.assign(new Error('terminating'), { code: '57P01' }),
      'SERVICE_UNAVAILABLE',
      503,
    ],
    [
      'a text with NUL that reached the database',
      Object.assign(new Error('invalid byte sequence for encoding "UTF8": 0x00'), { code: '22021' }),
      'VALIDATION_ERROR',
      422,
    ],
    ['a thrown string', 'boom', 'INTERNAL_ERROR', 500],
  ])('translates %s', (_what, thrown, type, status) => {
    const error = toOrchestratorError(thrown, request);

    expect(error.error_type).toBe(type);
    expect(error.httpStatus).toBe(status);
  });

  it('asks to try again later when the database is away', () => {
    const error = toOrchestratorError(
      new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })]),
      request,
    );

    expect(error).toBeInstanceOf(ServiceUnavailableError);
  });

  it('echoes no large value, whatever its type', () => {
    const large = ['x'.repeat(70_000), Array(10_000).fill(1), { text: 'x'.repeat(70_000) }];
    const violations = large.map((value) => ({ field: 'f', value, rule: 'must be a number' }));

    for (const error of [new InvalidParametersError(violations), new ValidationError(violations)])
      expect(error.details['violations']).toEqual([
        expect.objectContaining({ value: `${'x'.repeat(200)}…` }),
        expect.objectContaining({ value: 'an array of 10000' }),
        expect.objectContaining({ value: 'an object' }),
      ]);
  });

  it('names the first fifty of many faults, and how many more there are', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => ({
      field: `${'k'.repeat(300)}${i}`,
      value: i,
      rule: 'is unknown',
    }));

    const { message, details } = new ValidationError(many);

    expect(details['violations']).toHaveLength(50);
    expect(message).toMatch(/; and 4950 more\.$/);
    expect(message.length).toBeLessThan(15_000);
  });

  it('puts every violation into the message', () => {
    const error = new InvalidParametersError([
      { field: 'forecast_horizon_weeks', value: 60, rule: 'must be from 4 to 52' },
      { field: 'dc_holdback_percentage', value: 2, rule: 'must be a fraction' },
    ]);

    expect(error.message).toContain('forecast_horizon_weeks must be from 4 to 52');
    expect(error.message).toContain('dc_holdback_percentage must be a fraction');
  });
});
