/**
 * `${VAR}`, `${VAR:-default}` and the like, which Flux fills in with
 * `postBuild`; `$${VAR}` is its way to write `${VAR}`.
 */
const substitution = /(?<!\$)\$\{#?[A-Za-z_]\w*[^{}]*\}/;

/** Whether a text waits for something to be filled in. */
export function hasSubstitution(text: string): boolean {
  return substitution.test(text);
}

/** A text as Flux hands it on once it has filled in the others. */
export function unescapeSubstitution(text: string): string {
  return text.replace(/\$\$\{/g, '${');
}

/** A value that SOPS encrypted. */
export function isEncrypted(text: string): boolean {
  return /^ENC\[[A-Z0-9_]+,data:/.test(text);
}

/** Whether a text looks like a template that a chart may run with `tpl`. */
export function isTemplate(text: string): boolean {
  return /\{\{[^}]*(\.(Values|Release|Chart|Capabilities|Template|Files)\b|\binclude\b|\btpl\b)/.test(
    text,
  );
}
