import type { Server } from 'node:http';
import type { ServerConfig } from './config.ts';
import { listen } from './listen.ts';

/** Where a server is reached. URLs have no trailing slash. */
export type ServerAddress = {
  /** The address under which clients reach this server: as configured, else where it listens. Known once it listens. */
  publicUrl(): string;
  /** Throws `ListenError` if the port can't be had. */
  listen(httpServer: Server): Promise<{ url: string; port: number }>;
};

export function createAddress({ host, port, publicUrl }: ServerConfig): ServerAddress {
  // Remembered, because a server that is closing no longer knows where it listened.
  let listeningUrl = '';
  return {
    publicUrl: () => publicUrl ?? listeningUrl,
    async listen(httpServer) {
      const variables = { host: 'HOST', port: 'PORT' };
      const listening = await listen(httpServer, { host, port, variables });
      listeningUrl = localUrl(host, listening.port);
      return { url: listeningUrl, port: listening.port };
    },
  };
}

/** How a program on this machine reaches a server that listens on `host`. */
export function localUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
