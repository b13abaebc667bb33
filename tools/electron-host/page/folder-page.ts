/** A folder as the chooser shows it. */
export interface FolderView {
  title: string;
  path: string;
  parent: string;
  /** The names of the subfolders. */
  folders: string[];
  /** The reason why the requested folder can't be shown; empty if there is no problem. */
  problem: string;
}

/** The user's action, sent through the binding `chooser`. */
export interface ChooserMessage {
  kind: 'enter' | 'choose' | 'cancel';
  path: string;
}

/**
 * Fills a blank page with a folder that the user can browse and choose.
 *
 * The function is self-contained: its source text runs in the page, so it can't refer to anything outside itself.
 */
export function showFolder({ title, path, parent, folders, problem }: FolderView): void {
  interface Element {
    textContent: string;
    value: string;
    onclick: () => void;
    onsubmit: (event: { preventDefault(): void }) => void;
    append(...children: (Element | string)[]): void;
    replaceChildren(...children: Element[]): void;
    setAttribute(name: string, value: string): void;
    focus(): void;
  }
  const page = globalThis as unknown as {
    document: { title: string; documentElement: Element; body: Element; createElement(tag: string): Element };
    chooser(text: string): void;
  };
  const send = (kind: ChooserMessage['kind'], target: string) =>
    page.chooser(JSON.stringify({ kind, path: target } satisfies ChooserMessage));
  const make = (tag: string, attributes: Record<string, string>, ...children: (Element | string)[]) => {
    const element = page.document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const button = (label: string, action: () => void, style = '') => {
    const element = make(
      'button',
      { type: 'button', style: `font: inherit; padding: 4px 10px; ${style}` },
      label,
    );
    element.onclick = action;
    return element;
  };

  page.document.title = title;
  const { documentElement, body } = page.document;
  documentElement.setAttribute('lang', 'en');
  documentElement.setAttribute('style', 'color-scheme: light dark; height: 100%');
  body.setAttribute(
    'style',
    'font: 14px system-ui; margin: 0; padding: 16px; height: 100%; box-sizing: border-box; display: flex; flex-direction: column; gap: 10px',
  );
  const field = make('input', {
    'aria-label': 'Folder',
    style: 'font: inherit; padding: 4px 8px; width: 100%; box-sizing: border-box',
  });
  field.value = path;
  const form = make('form', {}, field);
  form.onsubmit = (event) => {
    event.preventDefault();
    send('enter', field.value);
  };
  const asRow = 'width: 100%; text-align: start; border: 0; background: none';
  const entries = folders.map((name) => {
    const inside = `${path === '/' ? '' : path}/${name}`;
    return make(
      'li',
      {},
      button(name, () => send('enter', inside), asRow),
    );
  });
  const up = button('Up', () => send('enter', parent));
  body.replaceChildren(
    make('h1', { style: 'font-size: 16px; margin: 0' }, title),
    form,
    make('div', { role: 'status' }, problem),
    make('ul', { style: 'flex: 1; overflow: auto; margin: 0; padding: 0; list-style: none' }, ...entries),
    make(
      'div',
      { style: 'display: flex; gap: 8px' },
      up,
      button('Cancel', () => send('cancel', path)),
      button('Choose this folder', () => send('choose', path)),
    ),
  );
  field.focus();
}
