import { isTextSecret, secretForms } from '../redaction/secretForms';

const MASK = '••••••';

/**
 * Masks what was just given to us wherever a text quotes it. A redactor looks
 * for everything at once and can't hold a whole Secret's worth of texts; here
 * they are looked for one by one, and only when there is something to say.
 */
export function maskGiven(values: readonly string[]): {
  text: (text: string) => string;
} {
  return {
    text: text =>
      values
        .filter(isTextSecret)
        .flatMap(secretForms)
        // The longest first: a short form may be a part of it.
        .sort((left, right) => right.length - left.length)
        .reduce((masked, form) => masked.replaceAll(form, MASK), text),
  };
}
