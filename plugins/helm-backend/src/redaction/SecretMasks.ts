import { isTextSecret, secretForms } from './secretForms';

/** A mask that tells nothing, not even equality. */
export const MASK = '••••••';
const maskRule = /^•{6}(\([a-z]+\))?$/;

/** a, b, … z, aa, ab … */
function letters(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}

/** Whether a text is a mask already. */
export function isMask(text: string): boolean {
  return maskRule.test(text);
}

interface Span {
  start: number;
  end: number;
  secret: string;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * The secrets of one redactor and the mask of each: equal secrets get equal
 * masks, and a mask tells neither the length nor, by a hash, the content.
 */
export class SecretMasks {
  readonly #masks = new Map<string, string>();
  /** Form → the secret that it is a form of. */
  readonly #forms = new Map<string, string>();
  readonly #pattern: RegExp | undefined;

  constructor(secrets: Iterable<string>) {
    for (const secret of secrets) {
      this.mask(secret);
      if (isTextSecret(secret)) {
        for (const form of secretForms(secret)) {
          if (!this.#forms.has(form)) {
            this.#forms.set(form, secret);
          }
        }
      }
    }
    // Without the capture of overlaps: only to see whether there is any.
    this.#pattern = this.#forms.size
      ? new RegExp([...this.#forms.keys()].map(escapeRegExp).join('|'))
      : undefined;
  }

  /** The mask of a secret, also of one that was not known before. */
  mask(secret: string): string {
    const known = this.#masks.get(secret);
    if (known !== undefined) {
      return known;
    }
    const mask = `${MASK}(${letters(this.#masks.size)})`;
    this.#masks.set(secret, mask);
    return mask;
  }

  /** Whether any form of any secret stands in a text. */
  occursIn(text: string): boolean {
    return this.#pattern?.test(text) === true;
  }

  /**
   * Masks every occurrence; what overlaps is masked as one.
   *
   * @param except - texts that are public where this text comes from.
   */
  text(text: string, except?: ReadonlySet<string>): string {
    if (!this.occursIn(text)) {
      return text;
    }
    const spans = this.#spans(text, except);
    let result = '';
    let end = 0;
    for (const span of spans) {
      result += text.slice(end, span.start) + this.mask(span.secret);
      end = span.end;
    }
    return result + text.slice(end);
  }

  #spans(text: string, except?: ReadonlySet<string>): Span[] {
    const found: Span[] = [];
    for (const [form, secret] of this.#forms) {
      if (!except?.has(form)) {
        let start = text.indexOf(form);
        while (start >= 0) {
          found.push({ start, end: start + form.length, secret });
          start = text.indexOf(form, start + 1);
        }
      }
    }
    found.sort((a, b) => a.start - b.start || b.end - a.end);
    const merged: Span[] = [];
    for (const span of found) {
      const last = merged[merged.length - 1];
      if (last && span.start < last.end) {
        last.end = Math.max(last.end, span.end);
      } else {
        merged.push({ ...span });
      }
    }
    return merged;
  }
}
