/** The one way out (DESIGN §6): every string that leaves goes through one of these. */
export interface Redactor {
  /** Masks every known secret string, plain, base64 or URL-encoded, in free text. */
  text(text: string): string;
  /**
   * Values with secret keys (pattern, schema) and known secret strings masked.
   * Equal secrets get equal masks within one redactor; length is not revealed.
   */
  values(values: Record<string, unknown>): Record<string, unknown>;
  /** Multi-document manifest with Secret data (also in last-applied annotations) masked. */
  manifest(manifest: string): string;
}
