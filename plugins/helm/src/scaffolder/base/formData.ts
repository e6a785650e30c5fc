/** Fields of the whole form, from the earlier steps too. */
export type FormData = Readonly<Record<string, unknown>>;

/** The whole form's data, as the form tells its fields. */
export function formDataOf(context: unknown): FormData {
  const data = isRecord(context) ? context.formData : undefined;
  return isRecord(data) ? data : {};
}

/** The text in a field; undefined for anything else, and for nothing. */
export function textIn(data: FormData, field: string): string | undefined {
  const value = Object.hasOwn(data, field) ? data[field] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A text or a list of them, as a list. */
export function textsIn(value: unknown): string[] {
  const all = Array.isArray(value) ? value : [value];
  return all.filter(
    (item): item is string => typeof item === 'string' && item !== '',
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
