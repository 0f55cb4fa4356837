import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ModelRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: {
    readonly model: string;
    readonly messages: { readonly role: string; readonly content: string }[];
    readonly temperature: number;
    readonly response_format: object;
  };
}

/** What the server does with its next request; the last one is used for all that follow. */
export type ModelBehaviour = (response: ServerResponse, request: ModelRequest) => void;

/** A real local server that speaks the chat completions surface of Azure OpenAI and of OpenAI. */
export class ChatModelServer {
  readonly requests: ModelRequest[] = [];
  private behaviours: ModelBehaviour[] = [];
  private readonly server = createServer((request, response) => void this.serve(request, response));

  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Forgets what was asked, and behaves as told from now on. */
  willDo(...behaviours: ModelBehaviour[]): void {
    this.requests.length = 0;
    this.behaviours = behaviours;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asked: ModelRequest = {
      path: request.url ?? '',
      headers: request.headers,
      body: JSON.parse(Buffer.concat(chunks).toString()) as ModelRequest['body'],
    };
    this.requests.push(asked);
    const behaviour = this.behaviours.length > 1 ? this.behaviours.shift() : this.behaviours[0];
    behaviour?.(response, asked);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
};

interface Choice {
  readonly content?: string | null;
  readonly refusal?: string;
  readonly finish_reason?: string;
}

/** Answers with one choice, as a model does. */
export const says =
  ({ content = null, refusal, finish_reason = 'stop' }: Choice): ModelBehaviour =>
  (response, { body }) =>
    json(
      response,
      200,
      {
        id: 'chatcmpl-1',
        object: 'chat.completion',
        created: 1,
        model: body.model,
        choices: [
          {
            index: 0,
            finish_reason,
            message: { role: 'assistant', content, ...(refusal !== undefined && { refusal }) },
          },
        ],
        usage: { prompt_tokens: 700, completion_tokens: 90, total_tokens: 790 },
      },
      { 'x-ratelimit-remaining-requests': '59', 'x-ratelimit-remaining-tokens': '39000' },
    );

export const answers = (answer: unknown): ModelBehaviour => says({ content: JSON.stringify(answer) });

export const fails =
  (status: number, code: string, headers: Record<string, string> = {}): ModelBehaviour =>
  (response) =>
    json(response, status, { error: { code, message: `${code} happened`, type: code } }, headers);

export const hangs: ModelBehaviour = () => undefined;

export const drops: ModelBehaviour = (response) => response.destroy();

export const garbles: ModelBehaviour = (response) => {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end('<html>not json');
};
