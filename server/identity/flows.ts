import type { Response } from 'express';
import type { Logger } from 'pino';
import type { FlowCookie, PendingFlow } from './flow-cookie.ts';
import type { Provider } from './provider.ts';

/** Sends browsers to providers. */
export type Flows = {
  /** The address of the provider, or null if it doesn't answer. Sets the cookie by which the browser comes back. */
  begin(
    response: Response,
    provider: Provider,
    pending: Pick<PendingFlow, 'linkSessionId' | 'returnTo'>,
  ): Promise<URL | null>;
  /** The address to which a provider sends browsers back. It never depends on a request. */
  redirectUri(provider: Provider): string;
};

export function createFlows(parts: { cookie: FlowCookie; publicUrl(): string; log: Logger }): Flows {
  const redirectUri: Flows['redirectUri'] = ({ name }) => `${parts.publicUrl()}/api/auth/${name}/callback`;
  return {
    redirectUri,
    async begin(response, provider, pending) {
      const begun = await provider.begin(redirectUri(provider));
      if (!begun.ok) {
        parts.log.warn({ err: begun.error, provider: provider.name }, 'A provider could not be reached');
        return null;
      }
      const { url, flow } = begun.value;
      response.setHeader('Set-Cookie', parts.cookie.write({ ...pending, provider: provider.name, flow }));
      return url;
    },
  };
}
