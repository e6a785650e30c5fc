/** Stored digests of values and diffs are HMACs with a key of this installation (DESIGN §3). */
export interface Digester {
  /** Stable over key order; hex. */
  json(value: unknown): string;
  text(value: string): string;
}
