import * as client from 'openid-client';
import * as z from 'zod';
import type { Clock } from '../../common/clock.ts';
import type { ProviderConfig } from './provider-config.ts';

/** A provider may change its keys and addresses without telling anyone. */
const knownMilliseconds = 60 * 60 * 1000;

/** The values of one sign-in, which the callback must match. */
export const flowSchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });
export type Flow = z.infer<typeof flowSchema>;

/** A person as the provider knows them. Its tokens are not kept. */
export type Identity = {
  issuer: string;
  subject: string;
  email: string | null;
  isEmailVerified: boolean;
  name: string | null;
};

/**
 * Why there is no identity. `unreachable`: the provider doesn't answer. `untrusted`: its answer is wrong, or it refuses this
 * server. `expired`: the code was used before, or is too old. `cancelled`: the person, or the provider, said no.
 */
export type ProviderProblem = 'unreachable' | 'untrusted' | 'expired' | 'cancelled';

export type Answered<Value> =
  | { ok: true; value: Value }
  | { ok: false; problem: ProviderProblem; error: unknown };

/** One OpenID Connect provider: the authorization code flow with PKCE, state, nonce and a signed id token. */
export type Provider = {
  name: string;
  label: string;
  /** Where to send the browser. */
  begin(redirectUri: string): Promise<Answered<{ url: URL; flow: Flow }>>;
  /** `callback`: the address to which the provider sent the browser back. */
  finish(callback: URL, flow: Flow): Promise<Answered<Identity>>;
};

/** `timeoutMilliseconds`: how long the provider may take to answer one request. */
export function createProvider(
  config: ProviderConfig,
  { clock, timeoutMilliseconds }: { clock: Clock; timeoutMilliseconds: number },
): Provider {
  const timeout = timeoutMilliseconds / 1000;
  const { name, label, clientId, clientSecret } = config;
  const issuer = new URL(config.issuer);
  let known: { configuration: Promise<client.Configuration>; until: number } | null = null;

  async function discover(): Promise<client.Configuration> {
    const options = {
      timeout,
      // An http issuer is on this machine (`provider-config.ts`).
      execute: issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [],
    };
    const found = await client.discovery(issuer, clientId, undefined, client.None(), options);
    const metadata = found.serverMetadata();
    const byPost = metadata.token_endpoint_auth_methods_supported?.includes('client_secret_post');
    const authentication = (byPost ? client.ClientSecretPost : client.ClientSecretBasic)(clientSecret);
    const configuration = new client.Configuration(metadata, clientId, undefined, authentication);
    configuration.timeout = timeout;
    for (const execute of options.execute) execute(configuration);
    client.enableNonRepudiationChecks(configuration);
    return configuration;
  }

  /** Remembered; after a failure the next caller tries again. */
  async function configured(): Promise<client.Configuration> {
    if (known && known.until > clock.monotonic()) return known.configuration;
    const asked = { configuration: discover(), until: clock.monotonic() + knownMilliseconds };
    known = asked;
    asked.configuration.catch(() => {
      if (known === asked) known = null;
    });
    return asked.configuration;
  }

  return {
    name,
    label,
    begin: (redirectUri) =>
      answered(async () => {
        const configuration = await configured();
        const flow = {
          state: client.randomState(),
          nonce: client.randomNonce(),
          verifier: client.randomPKCECodeVerifier(),
        };
        const url = client.buildAuthorizationUrl(configuration, {
          redirect_uri: redirectUri,
          scope: 'openid email profile',
          state: flow.state,
          nonce: flow.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
          code_challenge_method: 'S256',
        });
        return { url, flow };
      }),
    finish: (callback, flow) =>
      answered(async () => {
        const configuration = await configured();
        const tokens = await client.authorizationCodeGrant(configuration, callback, {
          pkceCodeVerifier: flow.verifier,
          expectedState: flow.state,
          expectedNonce: flow.nonce,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims) throw new Error('The provider sent no id token');
        // Many providers put the email only into the answer about the user.
        const isComplete = claims.email !== undefined && claims.email_verified !== undefined;
        const more = isComplete
          ? {}
          : await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
        return toIdentity(claims.iss, claims.sub, { ...more, ...claims });
      }),
  };
}

function toIdentity(issuer: string, subject: string, claims: Record<string, unknown>): Identity {
  const email = z.email().max(254).safeParse(claims.email).data?.toLowerCase() ?? null;
  const name = z.string().trim().min(1).safeParse(claims.name).data?.slice(0, 200) ?? null;
  // Some providers send it as text.
  const isEmailVerified = claims.email_verified === true || claims.email_verified === 'true';
  return { issuer, subject, email, isEmailVerified, name };
}

async function answered<Value>(ask: () => Promise<Value>): Promise<Answered<Value>> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    return { ok: false, problem: problemOf(error), error };
  }
}

function problemOf(error: unknown): ProviderProblem {
  if (error instanceof client.AuthorizationResponseError) {
    return error.error === 'access_denied' ? 'cancelled' : 'untrusted';
  }
  if (error instanceof client.ResponseBodyError) {
    if (error.status >= 500) return 'unreachable';
    return error.error === 'invalid_grant' ? 'expired' : 'untrusted';
  }
  const { code, name, cause } = error as { code?: string; name?: string; cause?: unknown };
  if (code === 'OAUTH_TIMEOUT' || name === 'TimeoutError') return 'unreachable';
  if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' && cause instanceof Response && cause.status >= 500) {
    return 'unreachable';
  }
  // `fetch` throws a TypeError if there is no connection.
  const isNetwork = (thrown: unknown) => thrown instanceof TypeError && thrown.message === 'fetch failed';
  return isNetwork(error) || isNetwork(cause) ? 'unreachable' : 'untrusted';
}
