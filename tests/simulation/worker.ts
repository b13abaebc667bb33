import { parentPort, workerData } from 'node:worker_threads';
import { createTemplate } from './band.ts';
import { variantNamed } from './hardships.ts';
import { runSeed } from './run-seed.ts';
import type { WorkerTask } from './run-seeds.ts';

const { first, count, isUntilFound, ...task } = workerData as WorkerTask;
const variant = variantNamed(task.variant);
const template = await createTemplate();
for (let index = 0; index < count; index++) {
  const report = await runSeed(template, first + index, variant && { variant });
  parentPort?.postMessage(report);
  if (isUntilFound && report.violations.length > 0) break;
}
