import { parseAst } from 'vite';

type Node = { type: string; start: number } & Record<string, unknown>;

const wireWord = /\b(?:cuts?|vibes?)\b/i;

/** An event or command, such as `cut:created`. */
const wireName = /^\w+[:.]\w+$/;

/** Places of a value that the code compares, sends or looks up, and nobody reads: `value: 'vibe'`, `kind === 'cut'`. */
function isValue(parent: Node | null): boolean {
  if (!parent) return false;
  if (parent.type === 'TSLiteralType' || parent.type === 'SwitchCase') return true;
  if (parent.type === 'ImportDeclaration' || parent.type === 'ExportNamedDeclaration') return true;
  if (parent.type === 'BinaryExpression') return parent.operator === '===' || parent.operator === '!==';
  if (parent.type === 'CallExpression') {
    const { name, property } = parent.callee as { name?: string; property?: { name?: string } };
    return ['selectFrom', 'nameOf'].includes(property?.name ?? name ?? '');
  }
  const key = (parent.key as { name?: string; value?: string } | undefined) ?? {};
  return parent.type === 'Property' && ['kind', 'value'].includes(key.name ?? key.value ?? '');
}

/** The strings of a source file that say `cut` or `vibe` to people, as `line: string`. */
export function wireWords(path: string, source: string): string[] {
  const found: string[] = [];
  const note = (node: Node, text: string) => {
    if (!wireWord.test(text) || wireName.test(text)) return;
    found.push(`${path}:${source.slice(0, node.start).split('\n').length}: ${text.trim()}`);
  };
  const visit = (node: Node, parent: Node | null, isKey: boolean): void => {
    if (node.type === 'Literal' && typeof node.value === 'string' && !isKey && !isValue(parent))
      note(node, node.value);
    else if (node.type === 'TemplateElement') note(node, (node.value as { raw: string }).raw);
    else if (node.type === 'JSXText') note(node, String(node.value));
    for (const [key, value] of Object.entries(node))
      for (const child of Array.isArray(value) ? value : [value])
        if (typeof child === 'object' && child !== null && 'type' in child)
          visit(child as Node, node, key === 'key' || (key === 'property' && node.computed === true));
  };
  visit(parseAst(source, { lang: path.endsWith('.tsx') ? 'tsx' : 'ts' }) as unknown as Node, null, false);
  return found;
}
