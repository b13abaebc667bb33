import { once } from 'node:events';
import { type Agent, request } from 'node:http';

/** Asks by a connection of `agent`, and reads the whole answer. Rejects if it is a refusal. */
export async function ask(
  served: { url: string; headers: Record<string, string> },
  agent: Agent,
  method: string,
  path: string,
  body?: object,
): Promise<void> {
  const sent = body && JSON.stringify(body);
  const asked = request(`${served.url}${path}`, {
    agent,
    method,
    headers: {
      ...served.headers,
      ...(sent !== undefined && {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(sent),
      }),
    },
  });
  asked.end(sent);
  const [response] = await once(asked, 'response');
  response.resume();
  await once(response, 'end');
  if (response.statusCode >= 300) throw new Error(`${method} ${path} answered ${response.statusCode}`);
}
