import { readFileSync } from 'node:fs';
import path from 'node:path';

/** One request of a `.http` file, its `{{…}}` not yet filled in. */
export interface HttpFileRequest {
  /** Text behind `###`. */
  readonly title: string;
  /** From `# @name`. */
  readonly name: string | undefined;
  readonly line: number;
  /** From `# expect: 404 NOT_FOUND`: the status, and the error_type where the answer is an error. */
  readonly expected: { readonly status: number; readonly errorType: string | undefined } | undefined;
  /** From `# when: awaiting_approval`: the state of the run at which this request may be sent. */
  readonly when: string | undefined;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export interface HttpFile {
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly requests: readonly HttpFileRequest[];
}

/** Parsed JSON bodies of named requests that were answered. */
export type Answers = ReadonlyMap<string, unknown>;

/** Reads the format of the VS Code extension REST Client, as far as docs/api.http uses it. */
export function readHttpFile(file: string): HttpFile {
  const variables: Record<string, string> = {};
  const requests: HttpFileRequest[] = [];
  const lines = readFileSync(file, 'utf8').split('\n');
  for (let at = 0; at < lines.length;) {
    const end = lines.findIndex((line, index) => index > at && line.startsWith('###'));
    const block = lines.slice(at, end === -1 ? lines.length : end);
    const request = parseRequest(block, at + 1, variables);
    if (request !== undefined) requests.push(request);
    at += block.length;
  }
  return { folder: path.dirname(file), variables, requests };
}

function parseRequest(
  block: readonly string[],
  firstLine: number,
  variables: Record<string, string>,
): HttpFileRequest | undefined {
  const directives: Record<string, string> = {};
  let title = '';
  let at = 0;
  for (; at < block.length; at++) {
    const line = block[at].trim();
    const variable = /^@(\w+)\s*=\s*(.+)$/.exec(line);
    const directive = /^#\s*(?:@(name)\s+|(expect|when):\s*)(\S.*)$/.exec(line);
    if (line.startsWith('###')) title = line.slice(3).trim();
    else if (variable !== null) variables[variable[1]] = variable[2];
    else if (directive !== null) directives[directive[1] ?? directive[2]] = directive[3];
    else if (line !== '' && !line.startsWith('#')) break;
  }
  if (at === block.length) return undefined;
  const start = /^(GET|POST|DELETE)\s+(\S+)$/.exec(block[at].trim());
  if (start === null) throw new Error(`line ${firstLine + at} is no request: ${block[at]}`);
  const line = firstLine + at;
  const headers: [string, string][] = [];
  for (at++; at < block.length && block[at].trim() !== ''; at++) {
    const [name, ...value] = block[at].split(':');
    headers.push([name.trim(), value.join(':').trim()]);
  }
  const [status, errorType] = directives['expect']?.split(/\s+/) ?? [];
  return {
    title,
    name: directives['name'],
    line,
    expected: status === undefined ? undefined : { status: Number(status), errorType },
    when: directives['when'],
    method: start[1],
    url: start[2],
    headers,
    body: block
      .slice(at + 1)
      .join('\n')
      .trim(),
  };
}

/**
 * Replaces `{{variable}}` and `{{name.response.body.$.path}}`; an object or array becomes its JSON.
 *
 * @throws Error that names a reference to nothing
 */
export function fillIn(template: string, file: HttpFile, answers: Answers): string {
  return template.replace(/\{\{(.+?)\}\}/g, (_whole, reference: string) => {
    if (reference in file.variables) return fillIn(file.variables[reference], file, answers);
    const [, name, pointer] = /^(\w+)\.response\.body\.\$(.*)$/.exec(reference) ?? [];
    const value = name === undefined ? undefined : follow(answers.get(name), pointer);
    if (value === undefined) throw new Error(`{{${reference}}} refers to nothing`);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

/** The body as bytes: a line `< file` is replaced by that file, and a multipart body gets its CRLF line ends. */
export function bodyOf(request: HttpFileRequest, file: HttpFile, answers: Answers): Buffer | undefined {
  if (request.body === '') return undefined;
  const isMultipart = request.headers.some(([, value]) => value.startsWith('multipart/'));
  const lineEnd = isMultipart ? '\r\n' : '\n';
  const parts = request.body.split('\n').map((line) => {
    const included = /^<\s+(\S+)$/.exec(line);
    return included === null
      ? Buffer.from(fillIn(line, file, answers))
      : readFileSync(path.resolve(file.folder, included[1]));
  });
  return Buffer.concat(parts.flatMap((part) => [part, Buffer.from(lineEnd)]));
}

/** The part of JSONPath that chaining needs: `.name` and `[0]`. */
function follow(value: unknown, pointer: string): unknown {
  let at = value;
  for (const [, name, index] of pointer.matchAll(/\.(\w+)|\[(\d+)\]/g)) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[name ?? index];
  }
  return at;
}
