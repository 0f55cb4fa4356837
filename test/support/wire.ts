import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Wire {
  /** Where the server answers through the wire. */
  readonly url: string;
  /** How many WebSockets were cut by the wire itself. */
  readonly cutWebSockets: number;
  /** Cuts every connection. */
  cut(): void;
  close(): void;
}

/** A wire between client and server that can be cut, and cuts by itself the first WebSockets that have brought something. */
export async function startWire(target: string, webSocketsToCut = 0): Promise<Wire> {
  const sockets = new Set<Socket>();
  let cutWebSockets = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(new URL(target).port), '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (request: Buffer) => {
      if (!/^upgrade: websocket/im.test(request.toString()) || cutWebSockets >= webSocketsToCut) return;
      upstream.once('data', () =>
        upstream.once('data', () => {
          cutWebSockets++;
          client.end();
          upstream.destroy();
        }),
      );
    });
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get cutWebSockets() {
      return cutWebSockets;
    },
    cut,
    close: () => {
      cut();
      server.close();
    },
  };
}
