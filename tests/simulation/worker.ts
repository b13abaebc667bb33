import { parentPort, workerData } from 'node:worker_threads';
import { createTemplate } from './band.ts';
import { runSeed } from './run-seed.ts';
import type { WorkerTask } from './run-seeds.ts';
import { variants } from './variants.ts';

const { first, count, step, variant: name } = workerData as WorkerTask;
const variant = name === null ? undefined : variants[name];
const template = await createTemplate();
for (let index = 0; index < count; index++) {
  const report = await runSeed(template, first + index * step, variant && { variant });
  parentPort?.postMessage(report);
  if (name !== null && report.violations.length > 0) break;
}
