import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { Marked } from 'marked';
import { pageHtml } from './page-html.ts';

/** A page of the site: the document it is made of, and its address from the site's root. */
export type Page = { source: string; address: string; title: string; text: string };

export type SiteOptions = {
  /** Where files that are no pages are looked at, like `https://example.org/band/blob/main`; null: links are dropped. */
  sourcesUrl: string | null;
};

/** Builds every document of the repository into a folder of static pages. Returns the pages. */
export function buildSite(root: string, target: string, options: SiteOptions): Page[] {
  const pages = listPages(root);
  rmSync(target, { recursive: true, force: true });
  for (const page of pages) {
    const file = join(target, page.address);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, pageHtml(page, toHtml(page, pages, options), pages));
  }
  cpSync(join(root, 'docs/images'), join(target, 'docs/images'), { recursive: true });
  cpSync(join(import.meta.dirname, 'site.css'), join(target, 'site.css'));
  return pages;
}

function listPages(root: string): Page[] {
  const own = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CODE_OF_CONDUCT.md'];
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((path) => `docs/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.md'));
  return [...own, ...docs.sort()].map((source) => {
    const text = readFileSync(join(root, source), 'utf8');
    const address = source === 'README.md' ? 'index.html' : source.replace(/\.md$/, '.html');
    return { source, address, text, title: /^# (.*)$/m.exec(text)?.[1] ?? source };
  });
}

function toHtml(page: Page, pages: Page[], { sourcesUrl }: SiteOptions): string {
  const marked = new Marked({ gfm: true });
  const seen = new Map<string, number>();
  marked.use({
    renderer: {
      heading({ tokens, depth, text }) {
        const id = anchorOf(text, seen);
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const content = this.parser.parseInline(tokens);
        const target = resolveLink(href, page, pages, sourcesUrl);
        return target === null ? content : `<a href="${target}">${content}</a>`;
      },
    },
  });
  return marked.parse(page.text, { async: false });
}

/** As GitHub makes them, so that a link works in both places. */
function anchorOf(heading: string, seen: Map<string, number>): string {
  const plain = heading.replace(/<[^>]+>/g, '').toLowerCase();
  const id = plain
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
  const times = seen.get(id) ?? 0;
  seen.set(id, times + 1);
  return times === 0 ? id : `${id}-${times}`;
}

function resolveLink(href: string, page: Page, pages: Page[], sourcesUrl: string | null): string | null {
  if (/^[a-z]+:/.test(href) || href.startsWith('#')) return href;
  const [path = '', anchor] = href.split('#');
  const source = posix.normalize(posix.join(posix.dirname(page.source), decodeURI(path)));
  const folderPage = posix.join(source, 'README.md');
  const other = pages.find((one) => one.source === source || one.source === folderPage);
  if (other) {
    const address = posix.relative(posix.dirname(page.address), other.address);
    return anchor === undefined ? address : `${address}#${anchor}`;
  }
  if (source.startsWith('docs/images/')) return posix.relative(posix.dirname(page.address), source);
  return sourcesUrl === null ? null : `${sourcesUrl}/${source}`;
}
