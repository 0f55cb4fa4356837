import { useEffect, useRef } from 'preact/hooks';
import { useConsole } from './use-console.ts';

/** Asks for a key where the server wants one; it stays in this tab. */
export function KeyForm({ wasRefused }: { wasRefused: boolean }) {
  const console = useConsole();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), [wasRefused]);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const key = input.current?.value.trim() ?? '';
    if (key !== '') console.giveKey(key);
  };
  return (
    <form class="note" onSubmit={submit} aria-label="API key">
      <p>
        {wasRefused ? 'The server does not know this key.' : 'This server answers to a key.'} It stays in this
        tab until you close it. <code>npm run keys -- create NAME</code> makes one.
      </p>
      <p class="row">
        <label class="grow">
          <span class="unseen">API key</span>
          <input ref={input} type="password" autocomplete="off" spellcheck={false} placeholder="API key" />
        </label>
        <button type="submit">Use it</button>
      </p>
    </form>
  );
}
