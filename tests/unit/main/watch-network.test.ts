import { expect, it } from 'vitest';
import { watchNetwork } from '../../../main/runtime/watch-network.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { until } from '../../helpers/until.ts';

it('reports each change of addresses once, until it is stopped', async () => {
  let looks = 0;
  let addresses = 'wlan0 10.0.0.2';
  let changes = 0;
  const read = () => {
    looks += 1;
    return addresses;
  };
  const stop = watchNetwork(() => changes++, { read, everyMilliseconds: 5 });
  disposeLater(stop);
  const look = async () => {
    const before = looks;
    await until(() => looks >= before + 3);
  };
  await look();
  expect(changes).toBe(0);
  addresses = '';
  await look();
  expect(changes).toBe(1);
  addresses = 'tun0 10.8.0.1,wlan0 10.0.0.2';
  await look();
  expect(changes).toBe(2);
});

it('reads this machine’s addresses', async () => {
  let changes = 0;
  const stop = watchNetwork(() => changes++, { everyMilliseconds: 1 });
  await new Promise((resolve) => setImmediate(resolve));
  stop();
  expect(changes).toBe(0);
});
