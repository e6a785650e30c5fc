/** What a scalar of YAML means to Helm. */
export type YamlScalar = string | number | boolean | null;

const words = new Map<string, YamlScalar>();
for (const word of ['y', 'yes', 'true', 'on']) {
  words.set(word, true);
}
for (const word of ['n', 'no', 'false', 'off']) {
  words.set(word, false);
}
for (const [word, value] of [...words]) {
  words.set(word[0].toUpperCase() + word.slice(1), value);
  words.set(word.toUpperCase(), value);
}
for (const word of ['', '~', 'null', 'Null', 'NULL']) {
  words.set(word, null);
}
for (const word of ['.nan', '.NaN', '.NAN']) {
  words.set(word, NaN);
}
for (const word of ['.inf', '.Inf', '.INF']) {
  words.set(word, Infinity);
  words.set(`+${word}`, Infinity);
  words.set(`-${word}`, -Infinity);
}

const radixes: [RegExp, number][] = [
  [/^0[xX]([0-9a-fA-F]+)$/, 16],
  [/^0[oO]?([0-7]+)$/, 8],
  [/^0[bB]([01]+)$/, 2],
  [/^([1-9][0-9]*|0)$/, 10],
];

/** The integer that a text is to Go, undefined when it is none. */
export function parseInteger(text: string): number | undefined {
  const plain = text.replace(/_/g, '');
  const isNegative = plain.startsWith('-');
  const digits = plain.replace(/^[-+]/, '');
  for (const [rule, radix] of radixes) {
    const match = rule.exec(digits);
    if (match) {
      // `Number` rounds once where `parseInt` may round at each digit.
      const size =
        radix === 10 ? Number(match[1]) : Number.parseInt(match[1], radix);
      return isNegative && size !== 0 ? -size : size;
    }
  }
  return undefined;
}

/**
 * Reads a plain scalar as Helm 3 and 4 do: YAML 1.1 booleans, `0644` octal,
 * underscores in numbers; dates and `1:30` stay strings. Measured on both.
 */
export function resolveScalar(text: string): YamlScalar {
  const word = words.get(text);
  if (word !== undefined) {
    return word;
  }
  if (!/^[-+.0-9]/.test(text)) {
    return text;
  }
  const plain = text.replace(/_/g, '');
  const integer = parseInteger(text);
  if (integer !== undefined) {
    return integer;
  }
  // After a leading point Go wants each underscore between two digits.
  const isFloat = text.startsWith('.')
    ? /^\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?$/.test(text)
    : /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(plain);
  if (isFloat) {
    const float = Number(plain);
    // Out of range is no number to Go.
    return Number.isFinite(float) ? float : text;
  }
  return text;
}
