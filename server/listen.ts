import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The server can't listen where it should. `message` is a sentence for the operator. */
export class ListenError extends Error {
  override name = 'ListenError';
}

type Place = {
  host: string;
  port: number;
  /** The variables that an operator sets them with. */
  variables: { host: string; port: string };
};

/** Throws `ListenError` if the port or the address can't be had, and the system's error otherwise. */
export async function listen(server: Server, { host, port, variables }: Place): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  }).catch((error: NodeJS.ErrnoException) => {
    const sentence = explain(error.code ?? '', { host, port, variables });
    throw sentence === null ? error : new ListenError(sentence, { cause: error });
  });
  return server.address() as AddressInfo;
}

function explain(code: string, { host, port, variables }: Place): string | null {
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use. Set ${variables.port} to another one, or to 0 for any free port.`;
  if (code === 'EACCES') return `Port ${port} needs more privileges. Set ${variables.port} to another one.`;
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(code))
    return `${variables.host} is not an address of this machine: ${host}.`;
  return null;
}
