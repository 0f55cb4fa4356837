import { useConsole } from './use-console.ts';

export interface ApiCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  /** Files of a form, by field. */
  readonly files?: Readonly<Record<string, string>>;
  readonly isStream?: boolean;
}

/** The documented call behind what is shown, to be pasted into a terminal. */
export function AsCurl({ calls }: { calls: readonly ApiCall[] }) {
  const console = useConsole();
  return (
    <details class="curl">
      <summary>as curl</summary>
      <pre tabindex={0} aria-label="The same as curl">
        {calls.map((call) => commandOf(call, console.hasKey)).join('\n\n')}
      </pre>
    </details>
  );
}

function commandOf({ path, body, files = {}, isStream = false }: ApiCall, hasKey: boolean): string {
  return [
    `curl -s${isStream ? 'N' : ''} ${quoted(location.origin + path)}`,
    ...(hasKey ? ['-H "Authorization: Bearer $API_KEY"'] : []),
    ...Object.entries(files).map(([field, file]) => `-F ${quoted(`${field}=@${file}`)}`),
    ...(body === undefined
      ? []
      : [`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(body))}`]),
  ].join(' \\\n  ');
}

/** One word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
