import { UnsupportedMediaTypeError, ValidationError } from '#errors';
import type { NextFunction, Request, Response } from 'express';

export const BODY_LIMIT = '100kb';

/** Far more than any body of ours needs, far less than the recursion of validators can take. */
const MAX_DEPTH = 32;

/** As the router reads it: in either case, with or without a slash at the end. */
const UPLOADS = /^\/api\/datasets\/?$/i;

/** Bodies are JSON, except for uploads; anything else is refused before it is read. */
export function onlyJsonBodies(request: Request, _response: Response, next: NextFunction): void {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (!hasBody) return next();
  const mediaType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const expected = UPLOADS.test(request.path) ? 'multipart/form-data' : 'application/json';
  next(mediaType === expected ? undefined : new UnsupportedMediaTypeError(mediaType, expected));
}

/** Refuses bodies that are no objects, or nested so deep that walking through them would exhaust the stack. */
export function onlyObjects(request: Request, _response: Response, next: NextFunction): void {
  const body: unknown = request.body ?? {};
  if (typeof body !== 'object' || Array.isArray(body)) return next(refused(body, 'must be a JSON object'));
  if (depthExceeds(body, MAX_DEPTH))
    return next(refused(null, `must not be nested deeper than ${MAX_DEPTH} levels`));
  next();
}

function refused(value: unknown, rule: string): ValidationError {
  return new ValidationError([{ field: 'body', value, rule }]);
}

function depthExceeds(value: unknown, limit: number): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((item) =>
      typeof item === 'object' && item !== null ? (Object.values(item) as unknown[]) : [],
    );
  }
  return false;
}
