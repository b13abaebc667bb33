import { expect, it } from 'vitest';
import { chooseFeed } from '../../../main/updates/update-feed.ts';

const installed = { isPackaged: true, variable: undefined, settings: { feed: null }, hasBuiltIn: true };
const address = (url: string) => ({ kind: 'address', url });

it('asks the variable’s feed, else that of the settings, else that of the package', () => {
  const settings = { feed: 'https://settings.example' };
  expect(chooseFeed({ ...installed, variable: 'https://variable.example', settings })).toEqual(
    address('https://variable.example'),
  );
  expect(chooseFeed({ ...installed, settings })).toEqual(address('https://settings.example'));
  expect(chooseFeed(installed)).toEqual({ kind: 'built-in' });
});

it('asks nobody in development, or where no feed is named', () => {
  expect(chooseFeed({ ...installed, isPackaged: false })).toEqual({ kind: 'off', reason: 'development' });
  expect(chooseFeed({ ...installed, hasBuiltIn: false })).toEqual({ kind: 'off', reason: 'no-feed' });
  expect(chooseFeed({ ...installed, variable: 'none' })).toEqual({ kind: 'off', reason: 'no-feed' });
});

it('takes an unencrypted feed from this computer only', () => {
  const kindOf = (variable: string) => chooseFeed({ ...installed, variable }).kind;
  expect(kindOf('http://127.0.0.1:8080')).toBe('address');
  expect(kindOf('http://localhost:8080')).toBe('address');
  expect(kindOf('http://updates.example')).toBe('off');
  expect(kindOf('file:///tmp')).toBe('off');
});
