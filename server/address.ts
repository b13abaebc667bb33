import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServerConfig } from './config.ts';

/** Where a server is reached. URLs have no trailing slash. */
export type ServerAddress = {
  /** The address under which clients reach this server: as configured, else where it listens. Known once it listens. */
  publicUrl(): string;
  /** Rejects with the system's error if the port can't be had. */
  listen(httpServer: Server): Promise<{ url: string; port: number }>;
};

export function createAddress({ host, port, publicUrl }: ServerConfig): ServerAddress {
  // Remembered, because a server that is closing no longer knows where it listened.
  let listeningUrl = '';
  return {
    publicUrl: () => publicUrl ?? listeningUrl,
    async listen(httpServer) {
      await new Promise<void>((resolve, reject) => {
        httpServer.once('error', reject);
        httpServer.listen(port, host, () => {
          httpServer.off('error', reject);
          resolve();
        });
      });
      const listening = httpServer.address() as AddressInfo;
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
