import type { PageState } from '../state/page.ts';
import type { ShownFault } from '../state/upload.ts';
import { useConsole } from '../use-console.ts';
import { count, counted, percent, size } from '../words/figures.ts';
import { FileChooser } from './file-chooser.tsx';
import { saveFile } from './save-file.ts';

/** Files on their way, or what is wrong with them. */
export function DatasetUpload({ page: { upload } }: { page: PageState }) {
  const console = useConsole();
  if (upload === null) return null;
  const { files, rows, isCounted, sentBytes, totalBytes, refusal, faults, faultCount } = upload;
  const names = `${files.historical_sales.name} and ${files.stores.name}`;
  if (refusal === null) {
    const isSent = sentBytes >= totalBytes;
    return (
      <section class="note" aria-label="Upload">
        <p role="status">
          {isCounted ? counted(rows, 'row') : `${count(rows)} rows so far`} in {names}:{' '}
          {isSent
            ? 'every row is being checked'
            : `${percent(sentBytes / totalBytes)} of ${size(totalBytes)} sent`}
          .
        </p>
        <p class="row">
          <progress
            class="grow"
            max={totalBytes}
            value={isSent ? undefined : sentBytes}
            aria-label="Upload"
          />
          <button type="button" class="link" onClick={() => console.closeUpload()}>
            give up
          </button>
        </p>
      </section>
    );
  }
  return (
    <section class="note fault" aria-label="Refused upload">
      <div role="alert">
        <p>
          <strong>{names} cannot be taken.</strong> {refusal.message}
        </p>
        {faults.length === 0 && refusal.suggestions.map((suggestion) => <p key={suggestion}>{suggestion}</p>)}
      </div>
      {faults.length > 0 && (
        <>
          <FaultTable faults={faults} />
          <p class="row">
            <span class="grow">
              {faultCount > faults.length
                ? `The first ${faults.length} of ${counted(faultCount, 'fault')}.`
                : `${counted(faultCount, 'fault')}. Nothing was kept.`}
            </span>
            <button
              type="button"
              class="link"
              onClick={() => saveFile('faults.csv', 'text/csv', csvOf(faults))}
            >
              ↓ download as CSV
            </button>
          </p>
        </>
      )}
      <details>
        <summary>Send mended files</summary>
        <FileChooser onFiles={(chosen) => void console.upload(chosen)} />
      </details>
      <p>
        <button type="button" class="link" onClick={() => console.closeUpload()}>
          leave it
        </button>
      </p>
    </section>
  );
}

function FaultTable({ faults }: { faults: readonly ShownFault[] }) {
  return (
    <div class="wide" tabindex={0} role="region" aria-label="Faults">
      <table>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col" class="figure">
              Line
            </th>
            <th scope="col">Column</th>
            <th scope="col">Value</th>
            <th scope="col">What is wrong</th>
          </tr>
        </thead>
        <tbody>
          {faults.map(({ file, line, column, value, rule, text }, i) => (
            <tr key={i}>
              <td>{file === 'stores' ? 'stores' : 'sales'}</td>
              <td class="figure">{line === null ? '' : count(line)}</td>
              <td>{column}</td>
              <td>{value !== null && <code>{value}</code>}</td>
              <td>
                {rule}
                {text !== null && <code class="line">{text}</code>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function csvOf(faults: readonly ShownFault[]): string {
  const rows = faults.map(({ file, line, column, value, rule, text }) => [
    file,
    line,
    column,
    value,
    rule,
    text,
  ]);
  return [['file', 'line', 'column', 'value', 'rule', 'text'], ...rows]
    .map((row) => row.map(cell).join(','))
    .join('\r\n');
}

/** One cell of RFC 4180; what a spreadsheet would take for a formula is kept a text. */
function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const harmless = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
