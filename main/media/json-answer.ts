/** Passes JSON of the server on to the page, with the time after which to ask again. */
export function jsonAnswer(body: Uint8Array, status = 200, retryAfter: string | null = null): Response {
  return new Response(new Uint8Array(body), {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(retryAfter !== null && { 'retry-after': retryAfter }),
    },
  });
}
