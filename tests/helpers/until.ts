/**
 * Waits for `probe` to answer something other than undefined, null or false, and returns it. A thrown error counts
 * as "not yet"; the last one is shown if the time runs out, so a test says what it was still waiting for.
 */
export async function until<Value>(
  probe: () => Value | Promise<Value>,
  options: { timeoutMilliseconds?: number; what?: string } = {},
): Promise<NonNullable<Exclude<Value, false>>> {
  const { timeoutMilliseconds = 15_000, what = 'the condition' } = options;
  const deadline = Date.now() + timeoutMilliseconds;
  let lastError: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value !== undefined && value !== null && value !== false) {
        return value as NonNullable<Exclude<Value, false>>;
      }
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`Waited ${timeoutMilliseconds} ms for ${what}`, { cause: lastError });
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
