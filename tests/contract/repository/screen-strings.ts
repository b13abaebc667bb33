import { parseAst } from 'vite';

type Node = { type: string; start: number } & Record<string, unknown>;

/** Attributes and properties whose value people read or hear. */
const shownNames = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'description',
  'does',
  'hint',
  'label',
  'placeholder',
  'sentence',
  'submit',
  'text',
  'title',
]);

/** The functions that show a message over the page. */
const messageFunctions = new Set(['failed', 'told']);

/**
 * The strings for people that are written into a source file of the page, as `line: string`. They belong into
 * `renderer/text/`.
 */
export function screenStrings(path: string, source: string): string[] {
  const found: string[] = [];
  const note = (node: Node, text: string) => {
    if (!/\p{L}{2}/u.test(text)) return;
    const line = source.slice(0, node.start).split('\n').length;
    found.push(`${path}:${line}: ${text.trim()}`);
  };

  /** `isShown`: whether a literal here ends up on the screen. */
  const visit = (node: Node, isShown: boolean): void => {
    if (node.type === 'JSXText') note(node, String(node.value));
    else if (isShown && node.type === 'Literal' && typeof node.value === 'string') note(node, node.value);
    else if (isShown && node.type === 'TemplateElement') note(node, rawText(node));
    for (const [key, child] of childrenOf(node)) visit(child, showsChild(node, key, isShown));
  };
  visit(parseAst(source, { lang: path.endsWith('.tsx') ? 'tsx' : 'ts' }) as unknown as Node, false);
  return found;
}

function showsChild(node: Node, key: string, isShown: boolean): boolean {
  switch (node.type) {
    case 'JSXAttribute':
      return key === 'value' && shownNames.has(nameOf(node.name));
    case 'Property':
      return key === 'value' && (shownNames.has(nameOf(node.key)) || isShown);
    case 'CallExpression':
      return key === 'arguments' && messageFunctions.has(calledName(node));
    case 'ConditionalExpression':
      return key !== 'test' && isShown;
    case 'TemplateLiteral':
    case 'LogicalExpression':
    case 'ArrayExpression':
    case 'ObjectExpression':
    case 'JSXExpressionContainer':
    case 'TSAsExpression':
      return isShown;
    case 'BinaryExpression':
      return node.operator === '+' && isShown;
    case 'JSXElement':
    case 'JSXFragment':
      return key === 'children';
    default:
      return false;
  }
}

function* childrenOf(node: Node): Generator<[string, Node]> {
  for (const [key, value] of Object.entries(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (typeof child === 'object' && child !== null && 'type' in child) yield [key, child as Node];
}

function calledName({ callee }: Node): string {
  const { property, ...rest } = callee as Node;
  return nameOf(property ?? rest);
}

function nameOf(node: unknown): string {
  const { name, value } = node as { name?: unknown; value?: unknown };
  return String(name ?? value ?? '');
}

function rawText(node: Node): string {
  return (node.value as { raw: string }).raw;
}
