/**
 * Ends a line, and with it a comment, to Helm and not to our YAML library:
 * what stands behind it would be seen by one of the two only.
 */
export const foreignBreak = /\r(?!\n)|[\u0085\u2028\u2029]/;

/** Whether Helm may see other lines in a YAML text than we do. @public */
export function hasForeignBreak(text: string): boolean {
  return foreignBreak.test(text);
}
