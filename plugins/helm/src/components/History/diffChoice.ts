/** Two revisions whose values or manifests are compared in place. */
export interface DiffChoice {
  left: number;
  right: number;
  of: 'values' | 'manifest';
}

/** `16..17:manifest`, as the address has it. */
export function writeDiffChoice(choice: DiffChoice): string {
  return `${choice.left}..${choice.right}:${choice.of}`;
}

/** Reads what {@link writeDiffChoice} wrote; anything else is no choice. */
export function readDiffChoice(
  text: string | undefined,
): DiffChoice | undefined {
  const [, left, right, of] =
    /^(\d+)\.\.(\d+):(values|manifest)$/.exec(text ?? '') ?? [];
  return of === 'values' || of === 'manifest'
    ? { left: Number(left), right: Number(right), of }
    : undefined;
}
