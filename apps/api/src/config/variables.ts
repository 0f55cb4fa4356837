import { isIP } from 'node:net';

/** How one environment variable is read: its default, what is allowed, and what it is for. */
export interface Variable<T> {
  /** Written to `.env.example`; undefined for a variable that has no default. */
  readonly example: string | undefined;
  readonly about: string;
  /** What is allowed, in words, for the refusal. */
  readonly allowed: string;
  readonly fallback: T;
  /** The value, or undefined when `text` is not allowed. */
  readonly parse: (text: string) => T | undefined;
}

export function integer(fallback: number, min: number, max: number, about: string): Variable<number> {
  return {
    example: String(fallback),
    about,
    allowed: `a whole number from ${min} to ${max}`,
    fallback,
    parse: (text) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

/** A whole number that is off unless set. */
export function optionalInteger(min: number, max: number, about: string): Variable<number | undefined> {
  const { allowed, parse } = integer(min, min, max, about);
  return { example: undefined, about, allowed, fallback: undefined, parse };
}

export function text(fallback: string, about: string): Variable<string> {
  return { example: fallback, about, allowed: 'text', fallback, parse: (given) => given };
}

/** An address to listen on: of IPv4 or IPv6, or a name that stands for one. */
export function host(fallback: string, about: string): Variable<string> {
  const isName = (name: string) =>
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(name);
  return {
    example: fallback,
    about,
    allowed: 'an IP address or a host name',
    fallback,
    parse: (given) => (isIP(given) !== 0 || isName(given) ? given : undefined),
  };
}

export function optionalText(about: string): Variable<string | undefined> {
  return { example: undefined, about, allowed: 'text', fallback: undefined, parse: (given) => given };
}

export function url(protocols: readonly string[], about: string): Variable<string | undefined> {
  return {
    example: undefined,
    about,
    allowed: `a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    fallback: undefined,
    parse: (given) =>
      URL.canParse(given) && protocols.includes(new URL(given).protocol) ? given : undefined,
  };
}

export function oneOf<const T extends string>(
  fallback: T,
  choices: readonly T[],
  about: string,
): Variable<T> {
  return {
    example: fallback,
    about,
    allowed: `one of ${choices.join(', ')}`,
    fallback,
    parse: (given) => choices.find((choice) => choice === given),
  };
}

export function flag(fallback: boolean, about: string): Variable<boolean> {
  return {
    example: String(fallback),
    about,
    allowed: 'true or false',
    fallback,
    parse: (given) => (given === 'true' ? true : given === 'false' ? false : undefined),
  };
}

/** Comma-separated web origins, such as `https://planning.example.com`. */
export function origins(about: string): Variable<readonly string[]> {
  const isOrigin = (candidate: string) => URL.canParse(candidate) && new URL(candidate).origin === candidate;
  return {
    example: '',
    about,
    allowed: 'origins separated by commas, each like https://planning.example.com',
    fallback: [],
    parse: (given) => {
      const list = given
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
      return list.every(isOrigin) ? list : undefined;
    },
  };
}
