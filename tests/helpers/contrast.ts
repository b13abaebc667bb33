/** Linear light, each from 0 to 1. */
export type Rgb = [number, number, number];
export type Colour = { colour: Rgb; alpha: number };

/** Reads colours from the style sheet as one theme shows them. `hue`: which `data-hue` is above. */
export function readTokens(css: string, theme: 'dark' | 'light') {
  const declared = new Map(
    [...css.matchAll(/--([a-z0-9-]+):\s*([^;{}]+);/g)].map(([, name, value]) => [name, value?.trim() ?? '']),
  );
  return (name: string, hue = 0): Colour => {
    let value = css.match(new RegExp(`--${name}:\\s*(light-dark\\(.*\\)|oklch\\(.*\\));`))?.[1] ?? '';
    const pair = /^light-dark\((oklch\(.*?\)+), (oklch\(.*\))\)$/.exec(value);
    if (pair) value = (theme === 'light' ? pair[1] : pair[2]) ?? '';
    const degrees = declared.get(`hue-${hue}`) ?? '0';
    value = value
      .replace('calc(var(--hue) + 25)', String(Number(degrees) + 25))
      .replace('var(--hue)', degrees);
    const parts = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)(?: \/ ([\d.]+)%)?\)$/.exec(value);
    if (!parts) throw new Error(`--${name} is no colour: ${value}`);
    const [lightness, chroma, angle, alpha] = parts.slice(1).map(Number) as [number, number, number, number];
    return { colour: fromOklch(lightness, chroma, angle), alpha: parts[4] ? alpha / 100 : 1 };
  };
}

/** The contrast ratio of WCAG 2, from 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** A colour as a browser shows it over another one: mixed in sRGB. */
export function over({ colour, alpha }: Colour, back: Rgb): Rgb {
  return colour.map((value, index) =>
    decoded(encoded(value) * alpha + encoded(back[index] as number) * (1 - alpha)),
  ) as Rgb;
}

export function hex(colour: Rgb): string {
  return `#${colour
    .map((value) =>
      Math.round(encoded(value) * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function fromOklch(lightness: number, chroma: number, degrees: number): Rgb {
  const a = chroma * Math.cos((degrees * Math.PI) / 180);
  const b = chroma * Math.sin((degrees * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((value) => Math.min(1, Math.max(0, value))) as Rgb;
}

function encoded(value: number): number {
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
}

function decoded(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
