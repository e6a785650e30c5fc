/** Shorter strings are masked where they stand alone, not inside of text. */
export const MIN_TEXT_SECRET = 4;

/** Values of Secrets that say nothing and stand everywhere. */
const notSecret: ReadonlySet<string> = new Set([
  'true',
  'false',
  'null',
  'none',
]);

/** Parts of a base64 form shorter than this match by chance. */
const MIN_BASE64_PART = 8;
const MIN_LINE = 16;

/** Whether a string is masked inside of other text. */
export function isTextSecret(secret: string): boolean {
  return (
    secret.trim().length >= MIN_TEXT_SECRET &&
    !notSecret.has(secret.trim().toLowerCase())
  );
}

/**
 * What is left of a secret's base64 when it stands inside of longer encoded
 * bytes, as a password does in an encoded `user:password`: the characters
 * that depend on the secret alone, for each of the three alignments.
 */
function base64Parts(bytes: Buffer): string[] {
  return [0, 1, 2].map(offset => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const start = Math.ceil((offset * 8) / 6);
    const end = Math.floor(((offset + bytes.length) * 8) / 6);
    return encoded.slice(start, end);
  });
}

function urlForms(secret: string): string[] {
  // A lone surrogate has no URL form.
  if (/[\ud800-\udfff]/u.test(secret)) {
    return [];
  }
  const encoded = encodeURIComponent(secret);
  const strict = encoded.replace(
    /[!'()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const path = encodeURI(secret);
  const forms = [encoded, strict, path, strict.replace(/%20/g, '+')];
  const lower = (form: string) =>
    form.replace(/%[0-9A-F]{2}/g, escape => escape.toLowerCase());
  return [...forms, ...forms.map(lower)];
}

/** The texts by which a secret could be recognised in output. */
export function secretForms(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const base64 = bytes.toString('base64');
  const url = bytes.toString('base64url');
  const quoted = JSON.stringify(secret).slice(1, -1);
  const lines = secret.includes('\n')
    ? secret
        .split('\n')
        .map(line => line.trim())
        .filter(line => line.length >= MIN_LINE && !line.startsWith('-----'))
    : [];
  const parts = base64Parts(bytes).filter(
    part => part.length >= MIN_BASE64_PART,
  );
  const forms = [
    secret,
    secret.trim(),
    quoted,
    base64,
    base64.replace(/=+$/, ''),
    url,
    encodeURIComponent(base64),
    ...parts,
    ...parts.map(part => part.replace(/\+/g, '-').replace(/\//g, '_')),
    ...urlForms(secret),
    ...lines,
  ];
  return [...new Set(forms)].filter(form => form.length >= MIN_TEXT_SECRET);
}
