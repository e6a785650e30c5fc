/** The file's name of an address. */
export function lastPart(url: string): string {
  return url.split('?')[0].split('/').filter(Boolean).pop() ?? url;
}
