import type { ChartText } from '../page.js';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for HTML and SVG, within elements and quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');

export type Attributes = Readonly<Record<string, string | number>>;

/** Renders an element. Attributes are escaped; children must be markup. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeHtml(String(value))}"`);
  return `<${name}${written.join('')}>${children.join('')}</${name}>`;
}

/** Rounds a coordinate. */
const at = (position: number): number => Math.round(position * 10) / 10;

export const label = (x: number, y: number, text: string, attributes: Attributes = {}): string =>
  element('text', { x: at(x), y: at(y), ...attributes }, escapeHtml(text));

export const line = (x1: number, y1: number, x2: number, y2: number, attributes: Attributes = {}): string =>
  element('line', { x1: at(x1), y1: at(y1), x2: at(x2), y2: at(y2), ...attributes });

export const bar = (x: number, y: number, width: number, height: number, attributes: Attributes = {}): string =>
  element('rect', { x: at(x), y: at(y), width: at(width), height: at(height), ...attributes });

export const path = (points: readonly (readonly [number, number])[], attributes: Attributes = {}): string =>
  element('path', {
    d: points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${at(x)} ${at(y)}`).join(''),
    ...attributes,
  });

interface Drawing extends ChartText {
  /** Unique within the page. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** Renders an SVG whose title and description screen readers announce. */
export const drawing = ({ id, title, description, width, height }: Drawing, ...children: readonly string[]): string =>
  element(
    'svg',
    {
      role: 'img',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      'aria-labelledby': `${id}-title ${id}-description`,
    },
    element('title', { id: `${id}-title` }, escapeHtml(title)),
    element('desc', { id: `${id}-description` }, escapeHtml(description)),
    ...children,
  );
