import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mostTogether } from '../../../server/commands/group-commit.ts';
import { createMetrics } from '../../../server/metrics/metrics.ts';

test('the largest group of changes has a bucket of its own', async () => {
  const { groupSize, registry } = createMetrics();
  groupSize.observe(mostTogether);
  const text = await registry.getSingleMetricAsString('bandmate_group_commit_changes');
  expect(text).toContain(`{le="${mostTogether / 2}"} 0`);
  expect(text).toContain(`{le="${mostTogether}"} 1`);
});

test('the page for operators names the figures that the dashboard shows', () => {
  const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const shown = new Set(read('server/deploy/grafana-dashboard.json').match(/nodejs_eventloop_lag\w*/g));
  const named = read('docs/operating.md').match(/nodejs_eventloop_lag\w*/g) ?? [];
  expect(named.length).toBeGreaterThan(0);
  for (const name of named) expect(shown).toContain(name);
});
