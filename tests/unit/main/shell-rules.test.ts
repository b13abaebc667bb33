import { describe, expect, it } from 'vitest';
import { mayOpenExternally } from '../../../main/shell/external-links.ts';
import { parseSignInLink } from '../../../main/shell/parse-sign-in-link.ts';
import { firstWindowState, placeWindow, smallestWindow } from '../../../main/shell/window-state.ts';

describe('an external link', () => {
  it.each([
    ['https://github.com/some/page', true],
    ['http://github.com/', false],
    ['https://github.com.evil.example/', false],
    ['https://evil.example/github.com', false],
    ['https://user:secret@github.com/', false],
    ['https://github.com:8443/', false],
    ['file:///etc/passwd', false],
    ['javascript:alert(1)', false],
    ['smb://github.com/share', false],
    ['', false],
  ])('%s: %s', (address, allowed) => {
    expect(mayOpenExternally(address)).toBe(allowed);
  });
});

describe('a page of the connected server', () => {
  it.each([
    ['https://band.example/sign-in/desktop', 'https://band.example', true],
    ['http://127.0.0.1:3000/settings', 'http://127.0.0.1:3000', true],
    ['https://band.example:8443/', 'https://band.example', false],
    ['http://band.example/', 'https://band.example', false],
    ['https://user@band.example/', 'https://band.example', false],
    ['https://band.example.evil.example/', 'https://band.example', false],
    ['file:///etc/passwd', 'null', false],
  ])('%s of %s: %s', (address, serverUrl, allowed) => {
    expect(mayOpenExternally(address, serverUrl)).toBe(allowed);
  });
});

describe('a link that brings a sign-in back', () => {
  it.each([
    ['bandmate://sign-in?code=a-b_c&state=d', { code: 'a-b_c', state: 'd' }],
    ['bandmate://sign-in/?code=a&state=d', { code: 'a', state: 'd' }],
    ['bandmate://sign-in?code=a', null],
    ['bandmate://sign-in?code=<b>&state=d', null],
    ['bandmate://project/x', null],
  ])('%s', (address, answer) => {
    expect(parseSignInLink(address)).toEqual(answer);
  });
});

describe('the window', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1080 };
  const at = (x: number, y: number) => ({
    bounds: { x, y, width: 900, height: 700 },
    isMaximized: false,
  });

  it('is placed by the system the first time', () => {
    expect(placeWindow(firstWindowState, [screen])).not.toHaveProperty('x');
  });

  it('opens where it was, on any screen', () => {
    expect(placeWindow(at(100, 50), [screen])).toEqual({ x: 100, y: 50, width: 900, height: 700 });
    const second = { x: -1920, y: 0, width: 1920, height: 1080 };
    expect(placeWindow(at(-1500, 50), [screen, second])).toMatchObject({ x: -1500 });
  });

  it.each([
    [-1500, 50],
    [1900, 50],
    [100, -800],
    [100, 1070],
  ])('is not where nobody could reach it (%i, %i)', (x, y) => {
    expect(placeWindow(at(x, y), [screen])).toEqual({ width: 900, height: 700 });
  });

  it('is never smaller than the page allows', () => {
    const tiny = { bounds: { x: 0, y: 0, width: 10, height: 10 }, isMaximized: false };
    expect(placeWindow(tiny, [screen])).toMatchObject(smallestWindow);
  });
});
