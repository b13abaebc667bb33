import type { Page } from '@playwright/test';
import axe, { type AxeResults, type ContextSpec, type Result, type RunOptions } from 'axe-core';

/** Runs axe on the page, or on the part of it that is named, and answers the violations. The pages have no frames. */
export async function runAxe(
  page: Page,
  part: ContextSpec = 'html',
  options: RunOptions = {},
): Promise<Result[]> {
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  if (!isThere) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    ([where, how]): Promise<AxeResults> => Reflect.get(globalThis, 'axe').run(where, how),
    // Describing what is right takes axe as long as finding what is wrong.
    [part, { resultTypes: ['violations'], ...options } satisfies RunOptions] as const,
  );
  return violations;
}
