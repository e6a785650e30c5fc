/**
 * One segment of an API path. A name that a URL would take for a step up gets a
 * blank, which no name has: it is then found nowhere.
 */
export function pathSegment(text: string): string {
  return encodeURIComponent(/^\.{1,2}$/.test(text) ? `${text} ` : text);
}
