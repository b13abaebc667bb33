import { describe, expect, it } from 'vitest';
import { freshPostgresDatabase, hasPostgres, startPostgres } from '../helpers/postgres.ts';
import { hasS3 } from '../helpers/s3.ts';
import { makeBandTemplate } from './chaos/band-template.ts';
import { killStates, killUploads } from './uploads/kill-uploads.ts';
import { nodesOnS3 } from './uploads/servers.ts';
import { summaryOf } from './uploads/summary.ts';

const kills = Number(process.env.KILLS ?? 100);
const seed = Number(process.env.KILL_SEED ?? 1);

describe.each(['watcher', 'server'] as const)('bounces whose %s is killed', (victim) => {
  it.each(killStates)('when they are %s arrive whole and once', async (state) => {
    const band = await makeBandTemplate(1);
    // Some leave a short state before the kill: a few more than asked for.
    const rounds = Math.ceil(kills * 1.05);
    const report = await killUploads(band, { victim, states: [state], rounds, seed });
    expect(report.wrong).toEqual([]);
    expect(report.uploads.length, `${report.missed} passed it by`).toBeGreaterThanOrEqual(kills);
    process.stdout.write(`${summaryOf(report.uploads).join('\n')}\n`);
  });
});

describe.runIf(hasPostgres && hasS3)('bounces in S3 whose node is killed', () => {
  it.each(killStates)('when they are %s are finished by the other node, whole and once', async (state) => {
    const postgres = await startPostgres();
    const databaseUrl = await freshPostgresDatabase(postgres);
    const band = await makeBandTemplate(1, { databaseUrl });
    const rounds = Math.ceil(kills * 1.05);
    const plan = { victim: 'server' as const, states: [state], rounds, seed };
    const report = await killUploads(band, plan, nodesOnS3(postgres, databaseUrl));
    expect(report.wrong).toEqual([]);
    expect(report.uploads.length, `${report.missed} passed it by`).toBeGreaterThanOrEqual(kills);
    process.stdout.write(`${summaryOf(report.uploads).join('\n')}\n`);
  });
});
