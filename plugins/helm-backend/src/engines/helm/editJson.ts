/** Where a value stands in a JSON text. */
interface Span {
  start: number;
  end: number;
}

const blank = /\s/;

/** End of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') {
      at += 1;
    } else if (text[at] === '"') {
      return at + 1;
    }
  }
  throw new Error('A string of the JSON text does not end');
}

/** End of the value that begins at `start`. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at) - 1;
    } else if (character === '{' || character === '[') {
      depth += 1;
    } else if (character === '}' || character === ']') {
      if (depth === 0) {
        return at;
      }
      depth -= 1;
    } else if (depth === 0 && character === ',') {
      return at;
    }
    if (depth === 0 && (character === '}' || character === ']')) {
      return at + 1;
    }
  }
  return text.length;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (at < text.length && blank.test(text[at])) {
    at += 1;
  }
  return at;
}

/** The value of a key in the object that begins at `start`. */
function findKey(text: string, start: number, key: string): Span | undefined {
  let at = skipBlanks(text, start + 1);
  while (text[at] === '"') {
    const end = endOfString(text, at);
    const name: unknown = JSON.parse(text.slice(at, end));
    const value = skipBlanks(text, skipBlanks(text, end) + 1);
    const valueEnd = endOfValue(text, value);
    if (name === key) {
      return { start: value, end: valueEnd };
    }
    at = skipBlanks(text, valueEnd);
    if (text[at] === ',') {
      at = skipBlanks(text, at + 1);
    }
  }
  return undefined;
}

/**
 * Sets string fields of one object inside a JSON text and leaves every other
 * byte as it is: numbers that JavaScript can't hold would else be changed.
 *
 * @throws Error when there is no such object
 */
export function setStringsIn(
  text: string,
  objectKey: string,
  fields: Record<string, string>,
): string {
  const root = skipBlanks(text, 0);
  let edited = text;
  for (const [key, value] of Object.entries(fields)) {
    const object = findKey(edited, root, objectKey);
    if (!object || edited[object.start] !== '{') {
      throw new Error(`The JSON text has no object ${objectKey}`);
    }
    const span = findKey(edited, object.start, key);
    const json = JSON.stringify(value);
    const isEmpty = edited[skipBlanks(edited, object.start + 1)] === '}';
    edited = span
      ? edited.slice(0, span.start) + json + edited.slice(span.end)
      : `${edited.slice(0, object.start + 1)}${JSON.stringify(key)}:${json}${
          isEmpty ? '' : ','
        }${edited.slice(object.start + 1)}`;
  }
  return edited;
}
