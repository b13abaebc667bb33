import { globSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { expect, it, vi } from 'vitest';
import { makeBandTemplate } from '../../faults/chaos/band-template.ts';
import type { ChaosReport } from '../../faults/chaos/run.ts';
import { runSeries } from '../../faults/chaos/series.ts';
import type { StageOptions } from '../../faults/chaos/stage.ts';

// A few seconds each on an idle machine.
vi.setConfig({ testTimeout: 300_000 });

/** The same runs with something broken in a database, up to the first in which this part of the verdict names it. */
async function findBroken(
  part: 'lost' | 'duplicated' | 'gaps',
  whenReady: Required<StageOptions>['whenReady'],
): Promise<string[]> {
  const band = await makeBandTemplate(1);
  const isEnough = (report: ChaosReport) => report[part].length > 0;
  const options = {
    firstSeed: 1,
    runs: 20,
    parallel: 1,
    equalWithinMilliseconds: 5_000,
    whenReady,
    isEnough,
  };
  return (await runSeries(band, options)).reports.flatMap((report) => report[part]);
}

function change(file: string, statement: string): void {
  const database = new SQLite(file, { timeout: 5_000 });
  try {
    database.exec(statement);
  } finally {
    database.close();
  }
}

it('finds doubled operations if the server forgets which ones it has applied', async () => {
  const duplicated = await findBroken('duplicated', (who, folder) => {
    if (who !== 'server') return;
    change(
      join(folder, 'bandmate.sqlite'),
      `create trigger if not exists forget after insert on operation
       begin delete from operation where operationId = new.operationId; end`,
    );
  });
  expect(duplicated).not.toEqual([]);
});

it('finds lost operations if an outbox keeps nothing on disk', async () => {
  const lost = await findBroken('lost', (who, folder) => {
    if (who === 'server') return;
    const [outbox = ''] = globSync(join(folder, 'accounts/*/*/outbox.sqlite'));
    change(
      outbox,
      `create trigger if not exists leak after insert on operation
       begin delete from operation where operationId = new.operationId; end`,
    );
  });
  expect(lost).not.toEqual([]);
});

it('finds a hole in the log', async () => {
  const gaps = await findBroken('gaps', (who, folder) => {
    if (who !== 'server') return;
    change(
      join(folder, 'bandmate.sqlite'),
      `create trigger if not exists hole after insert on event when new.name = 'comment:created'
       begin delete from event where topic = new.topic and seq = new.seq; end`,
    );
  });
  expect(gaps).not.toEqual([]);
});
