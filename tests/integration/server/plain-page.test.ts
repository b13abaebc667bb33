import { createHash } from 'node:crypto';
import express from 'express';
import { expect, test } from 'vitest';
import { escapeHtml, sendPlainPage } from '../../../server/http/plain-page.ts';
import { disposeLater } from '../../helpers/disposal.ts';

test('a plain page needs nothing beside itself, and its policy allows its own style only', async () => {
  const app = express();
  app.get('/', (_request, response) =>
    sendPlainPage(response, { status: 502, title: '<b>"Ana" & Ben’s</b>', html: '<p>Try again.</p>' }),
  );
  const server = app.listen(0, '127.0.0.1');
  disposeLater(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('There is no address');
  const response = await fetch(`http://127.0.0.1:${address.port}/`);
  const html = await response.text();
  expect(response.status).toBe(502);
  const style = /<style>([^<]*)<\/style>/.exec(html)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(response.headers.get('content-security-policy')).toContain(`style-src 'sha256-${hash}'`);
  expect(html).not.toMatch(/<link|src=|<script/);
  expect(html).toContain('<h1>&lt;b&gt;&quot;Ana&quot; &amp; Ben’s&lt;/b&gt;</h1>');
  expect(escapeHtml(`'`)).toBe('&#39;');
});
